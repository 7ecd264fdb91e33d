package io.evenkeel.lb.netty.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Which buffers are shared, and what becomes of bytes that stay. */
class BuffersTest {

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final ByteBudget budget = new ByteBudget(1000, () -> {});
    private final Buffers shared = new Buffers(allocator, budget, true);
    private final Buffers own = new Buffers(allocator, budget, false);

    @SuppressWarnings("deprecation") // Netty's own way to ask for a buffer
    private ByteBuf read(Buffers buffers, String text) {
        ByteBuf buffer = buffers.reads().newHandle().allocate(allocator);
        buffer.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return buffer;
    }

    private static String text(ByteBuf buffer) {
        return buffer.toString(StandardCharsets.ISO_8859_1);
    }

    private long allocated() {
        return allocator.metric().usedDirectMemory();
    }

    @Test
    void oneReadBufferServesAllChannels() {
        ByteBuf first = read(shared, "one");
        first.release();
        ByteBuf second = read(shared, "two");
        assertSame(first, second);
        assertEquals("two", text(second), "it begins empty");
        second.release();
        assertEquals(0, allocated(), "nothing of the pool");
        shared.close();
        assertEquals(0, first.refCnt());
    }

    @Test
    void aReadBufferThatIsHeldIsNotWrittenTo() {
        ByteBuf held = read(shared, "held");
        ByteBuf part = held.readRetainedSlice(2);
        held.release();
        ByteBuf next = read(shared, "next");
        assertNotSame(held, next);
        assertEquals("he", text(part));
        part.release();
        next.release();
        ByteBuf again = read(shared, "again");
        assertSame(held, again);
        again.release();
        shared.close();
        assertEquals(0, allocated());
    }

    @Test
    void readsAreShorterWhileAQuarterOfTheBudgetIsSpent() {
        ByteBuf usual = read(shared, "long");
        usual.release();
        budget.charge(251);
        ByteBuf scarce = read(shared, "short");
        assertTrue(scarce.capacity() < usual.capacity());
        scarce.release();
        budget.charge(-251);
        ByteBuf again = read(shared, "long");
        assertSame(usual, again);
        again.release();
        shared.close();
        assertEquals(0, allocated());
    }

    @Test
    void whatIsKeptOfASharedBufferIsACopyOfItsSize() {
        ByteBuf read = read(shared, "kept");
        ByteBuf kept = shared.keep(read);
        assertNotSame(read, kept);
        assertEquals(4, kept.capacity());
        read(shared, "other").release();
        assertEquals("kept", text(kept));
        kept.release();
        shared.close();
        assertEquals(0, read.refCnt());
    }

    @Test
    void aBufferOfItsOwnIsKeptAsItIs() {
        ByteBuf read = read(own, "kept");
        assertSame(read, own.keep(read));
        assertSame(read, own.unsent(read));
        read.release();
        assertEquals(0, allocated());
    }

    @Test
    void whatASocketRefusesIsACopyOfItsSize() {
        ByteBuf read = read(shared, "sent unsent");
        ByteBuf unsent = shared.unsent(read.skipBytes(5));
        assertEquals("unsent", text(unsent));
        assertEquals(6, unsent.capacity());
        unsent.release();
        shared.close();
        assertEquals(0, read.refCnt());
    }

    @Test
    void anOutputHasTheRoomAskedForAlsoWhileTheSharedOneIsInUse() {
        ByteBuf first = shared.output(100);
        ByteBuf second = shared.output(5000);
        assertNotSame(first, second);
        assertTrue(second.capacity() >= 5000);
        first.release();
        second.release();
        shared.close();
        assertEquals(0, allocated());
    }

    @Test
    void anOutputThatHasGrownIsNotUsedAgain() {
        ByteBuf first = shared.output(100);
        int usual = first.capacity();
        first.writeZero(2 * usual);
        first.release();
        ByteBuf second = shared.output(100);
        assertEquals(usual, second.capacity());
        assertNotSame(first, second);
        second.release();
        ByteBuf large = shared.output(4 * usual);
        assertTrue(large.capacity() >= 4 * usual);
        large.release();
        shared.close();
        assertEquals(0, allocated());
    }
}
