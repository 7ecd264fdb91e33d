package io.evenkeel.lb.benchmarks.peers.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LiveMemoryTest {

    @Test
    void addsTheGenerationsOfSerialCollection() throws IOException {
        assertEquals(1398 + 6436, LiveMemory.used("""
                15544:
                 def new generation   total 78656K, used 1398K [0x00000000f0000000, 0x00000000f5550000)
                  eden space 69952K,   2% used [0x00000000f0000000, 0x00000000f015d8b0, 0x00000000f4450000)
                 tenured generation   total 174784K, used 6436K [0x00000000f5550000, 0x0000000100000000)
                   the space 174784K,   3% used [0x00000000f5550000, 0x00000000f5b99048)
                 Metaspace       used 21713K, committed 22016K, reserved 1114112K
                  class space    used 2479K, committed 2624K, reserved 1048576K
                """));
    }

    @Test
    void knowsTheNamesOfLaterJdks() throws IOException {
        assertEquals(6436, LiveMemory.used("""
                DefNew     total 78656K, used 0K [0x00000000f0000000, 0x00000000f5550000, 0x00000000f5550000)
                 eden space 69952K,   0% used [0x00000000f0000000, 0x00000000f0000000, 0x00000000f4450000)
                Tenured    total 174784K, used 6436K [0x00000000f5550000, 0x0000000100000000)
                Metaspace       used 21713K, committed 22016K, reserved 1114112K
                """));
    }

    @Test
    void readsTheOneHeapOfG1() throws IOException {
        assertEquals(12345, LiveMemory.used("""
                 garbage-first heap   total 262144K, used 12345K [0x00000000f0000000, 0x0000000100000000)
                  region size 1024K, 5 young (5120K), 1 survivors (1024K)
                """));
        assertEquals(1234, LiveMemory.used("""
                garbage-first heap   total reserved 262144K, committed 262144K, used 1234K [0x00000000f0000000)
                """));
    }

    @Test
    void refusesWhatIsNoHeap() {
        assertThrows(IOException.class, () -> LiveMemory.used("15544:\nUnknown diagnostic command\n"));
    }

    @Test
    void takesTheLeastOfEachPart() {
        assertEquals(new LiveMemory(1, 3), new LiveMemory(1, 4).least(new LiveMemory(2, 3)));
    }
}
