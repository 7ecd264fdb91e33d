package io.evenkeel.lb.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packages that a class file speaks of. Every type that code, signatures or annotations name stands in the constant
 * pool (JVM specification, 4.4): as a class entry, or within a descriptor or signature. Text constants are left out.
 */
final class ClassReferences {

    private static final int MAGIC = 0xCAFEBABE;
    private static final Pattern TYPE = Pattern.compile("L((?:[\\p{Alnum}_$]+/)+)[\\p{Alnum}_$]+[;<]");

    private ClassReferences() {}

    /** The packages' names, sorted. */
    static Set<String> packages(InputStream classFile) throws IOException {
        DataInputStream in = new DataInputStream(classFile);
        if (in.readInt() != MAGIC) {
            throw new IOException("not a class file");
        }
        in.readInt(); // the version
        int count = in.readUnsignedShort();
        String[] texts = new String[count];
        BitSet classes = new BitSet();
        BitSet constants = new BitSet();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[i] = in.readUTF();
                case 7 -> classes.set(in.readUnsignedShort());
                case 8 -> constants.set(in.readUnsignedShort());
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++; // long and double take two places
                }
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 15 -> in.skipNBytes(3);
                case 16, 19, 20 -> in.skipNBytes(2);
                default -> throw new IOException("constant pool tag " + tag);
            }
        }
        Set<String> packages = new TreeSet<>();
        for (int i = 1; i < count; i++) {
            String text = texts[i];
            if (text != null && classes.get(i) && text.charAt(0) != '[') {
                add(packages, text.substring(0, Math.max(0, text.lastIndexOf('/'))));
            } else if (text != null && (classes.get(i) || !constants.get(i))) {
                Matcher matcher = TYPE.matcher(text);
                while (matcher.find()) {
                    add(packages, matcher.group(1).substring(0, matcher.group(1).length() - 1));
                }
            }
        }
        return packages;
    }

    private static void add(Set<String> packages, String path) {
        if (!path.isEmpty()) {
            packages.add(path.replace('/', '.'));
        }
    }
}
