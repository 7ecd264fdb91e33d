package io.evenkeel.lb.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a module is made of, read from its class files: which packages it exports, and which packages each of its own
 * packages uses. For tests that hold a module to its plan:
 *
 * <pre>{@code
 * ModuleRules rules = ModuleRules.of(Pool.class, "io.evenkeel");
 * rules.requireNoCycles();
 * rules.requireOnly("io.evenkeel.lb.schedule", "io.evenkeel.lb.spi");
 * }</pre>
 *
 * <p>Works on the class path and on the module path, on a directory and on a jar. Immutable.
 */
public final class ModuleRules {

    private final ModuleDescriptor descriptor;
    private final String ours;
    private final SortedMap<String, SortedSet<String>> uses;
    /** How many source files each package has. */
    private final SortedMap<String, Integer> sizes;

    private ModuleRules(
            ModuleDescriptor descriptor,
            String ours,
            SortedMap<String, SortedSet<String>> uses,
            SortedMap<String, Integer> sizes) {
        this.descriptor = descriptor;
        this.ours = ours;
        this.uses = uses;
        this.sizes = sizes;
    }

    /**
     * Reads a module.
     *
     * @param member any class of the module
     * @param ours the prefix of the packages that {@link #requireOnly} is about
     * @return what it is made of
     * @throws IllegalArgumentException if the class does not come from a module's directory or jar
     * @throws UncheckedIOException if it cannot be read
     */
    public static ModuleRules of(Class<?> member, String ours) {
        try {
            Path location = Path.of(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI());
            ModuleReference module = ModuleFinder.of(location).findAll().stream()
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no module at " + location));
            try (ModuleReader reader = module.open()) {
                return new ModuleRules(module.descriptor(), ours, uses(reader), sizes(reader));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static SortedMap<String, SortedSet<String>> uses(ModuleReader reader) throws IOException {
        SortedMap<String, SortedSet<String>> uses = new TreeMap<>();
        for (String file : reader.list().filter(ModuleRules::isClass).toList()) {
            String from = packageOf(file);
            try (InputStream in = reader.open(file).orElseThrow()) {
                SortedSet<String> to = uses.computeIfAbsent(from, p -> new TreeSet<>());
                to.addAll(ClassReferences.packages(in));
                to.remove(from);
            }
        }
        return uses;
    }

    private static SortedMap<String, Integer> sizes(ModuleReader reader) throws IOException {
        SortedMap<String, Integer> sizes = new TreeMap<>();
        reader.list()
                .filter(file -> isClass(file) && file.indexOf('$') < 0)
                .map(ModuleRules::packageOf)
                .forEach(name -> sizes.merge(name, 1, Integer::sum));
        return sizes;
    }

    private static String packageOf(String file) {
        return file.substring(0, file.lastIndexOf('/')).replace('/', '.');
    }

    private static boolean isClass(String file) {
        return file.endsWith(".class") && file.indexOf('/') > 0 && !file.startsWith("META-INF/");
    }

    /**
     * What the module exports.
     *
     * @return a line for each package: its name, or {@code name to module, module}
     */
    public SortedSet<String> exports() {
        return descriptor.exports().stream()
                .map(export -> export.isQualified()
                        ? export.source() + " to " + String.join(", ", new TreeSet<>(export.targets()))
                        : export.source())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The module's own packages, each with the other packages that it uses.
     *
     * @return an immutable map
     */
    public SortedMap<String, SortedSet<String>> uses() {
        return Collections.unmodifiableSortedMap(uses);
    }

    /**
     * Fails if packages of the module use each other in a circle.
     *
     * @throws AssertionError with the circle
     */
    public void requireNoCycles() {
        Set<String> done = new TreeSet<>();
        for (String start : uses.keySet()) {
            follow(start, new ArrayList<>(), done);
        }
    }

    private void follow(String at, List<String> way, Set<String> done) {
        int seen = way.indexOf(at);
        way.add(at);
        if (seen >= 0) {
            throw new AssertionError("packages in a circle: " + String.join(" -> ", way.subList(seen, way.size())));
        }
        if (!done.contains(at)) {
            uses.getOrDefault(at, new TreeSet<>()).forEach(next -> follow(next, way, done));
            done.add(at);
        }
        way.remove(way.size() - 1);
    }

    /**
     * Fails if a package uses others of ours than those named.
     *
     * @param from the package
     * @param allowed all packages of ours that it may use
     * @throws AssertionError with those that it may not use
     */
    public void requireOnly(String from, String... allowed) {
        SortedSet<String> more = new TreeSet<>(require(from));
        more.removeIf(used -> !isWithin(used, ours) || Set.of(allowed).contains(used));
        if (!more.isEmpty()) {
            throw new AssertionError(from + " uses " + more + "; allowed: " + List.of(allowed));
        }
    }

    /**
     * Fails if the module uses a package or any below it.
     *
     * @param prefix the package, for example {@code io.netty}
     * @throws AssertionError with what uses it
     */
    public void requireNothingOf(String prefix) {
        for (Map.Entry<String, SortedSet<String>> entry : uses.entrySet()) {
            for (String used : entry.getValue()) {
                if (isWithin(used, prefix)) {
                    throw new AssertionError(entry.getKey() + " uses " + used);
                }
            }
        }
    }

    /**
     * Fails if a package has outgrown what a reader can take in.
     *
     * @param most how many top-level classes a package may have, {@code package-info} included
     * @throws AssertionError with the packages that have more, and how many
     */
    public void requireAtMost(int most) {
        SortedMap<String, Integer> larger = new TreeMap<>(sizes);
        larger.values().removeIf(size -> size <= most);
        if (!larger.isEmpty()) {
            throw new AssertionError("packages of more than " + most + " files: " + larger);
        }
    }

    private SortedSet<String> require(String from) {
        SortedSet<String> used = uses.get(from);
        if (used == null) {
            throw new AssertionError("there is no package " + from + "; there are " + uses.keySet());
        }
        return used;
    }

    private static boolean isWithin(String name, String prefix) {
        return name.equals(prefix) || name.startsWith(prefix + ".");
    }
}
