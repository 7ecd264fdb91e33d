package io.evenkeel.lb.netty.http.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.upstream.Side;
import io.evenkeel.lb.netty.loop.ByteBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is held of a body: all of it, in order, charged, and in no more memory than it needs. */
class HeldBodyTest {

    private static final int READ = 512;

    private final ByteBudget budget = new ByteBudget(1 << 20, () -> {});
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final HeldBody held = new HeldBody(budget, allocator);
    private final Written written = new Written();

    /** Takes chunks down. */
    private static final class Written implements Side {
        final StringBuilder text = new StringBuilder();

        @Override
        public void deliver(ByteBuf chunk) {
            text.append(chunk.toString(StandardCharsets.ISO_8859_1));
            chunk.release();
        }

        @Override
        public void demand() {}

        @Override
        public void end(@Nullable Fields trailers) {}

        @Override
        public void flush() {}

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void abort() {}
    }

    private static ByteBuf read(String text) {
        return Unpooled.buffer(READ).writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void singleBytesDoNotHoldAReadBufferEach() {
        List<ByteBuf> reads = new ArrayList<>();
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < 4 * READ; i++) {
            String one = String.valueOf((char) ('a' + i % 26));
            sent.append(one);
            ByteBuf chunk = read(one);
            reads.add(chunk);
            held.add(chunk);
        }
        assertEquals(4 * READ, budget.used());
        assertEquals(4 * READ, allocator.metric().usedDirectMemory());
        held.sendTo(written, false);
        assertEquals(sent.toString(), written.text.toString());
        assertEquals(0, budget.used());
        assertEquals(0, allocator.metric().usedDirectMemory());
        assertTrue(reads.stream().allMatch(chunk -> chunk.refCnt() == 0));
    }

    @Test
    void whatWasSentCanBeSentAgainWithWhatCameMeanwhile() {
        held.add(read("one "));
        held.sendTo(written, true);
        held.add(read("two"));
        held.sendTo(written, false);
        assertEquals("one one two", written.text.toString());
        assertEquals(0, held.size());
        assertEquals(0, budget.used());
        assertEquals(0, allocator.metric().usedDirectMemory());
    }

    @Test
    void whatIsReleasedIsGone() {
        ByteBuf chunk = read("x");
        held.add(chunk);
        held.release();
        held.release();
        assertEquals(0, chunk.refCnt());
        assertEquals(0, budget.used());
        assertEquals(0, allocator.metric().usedDirectMemory());
    }
}
