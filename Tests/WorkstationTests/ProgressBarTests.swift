import Foundation
import Synchronization
import Testing
import Workstation

@Suite("How far a long step is")
struct ProgressBarTests {
    /// A bar, its clock in the hand, and what it wrote.
    private final class Bench: Sendable {
        private let written = Mutex<[String]>([])
        private let seconds = Mutex(1000.0)
        let bar: Mutex<ProgressBar?> = Mutex(nil)

        init(isTerminal: Bool) {
            let bar = ProgressBar(
                isTerminal: isTerminal, clock: { [unowned self] in self.seconds.withLock { $0 } },
                write: { [unowned self] text in self.written.withLock { $0.append(text) } })
            self.bar.withLock { $0 = bar }
        }

        func show(_ task: String, _ done: Int, of total: Int?, after wait: Double = 0) {
            seconds.withLock { $0 += wait }
            bar.withLock { $0?.show(.init(task, done: done, of: total)) }
        }

        func close() { bar.withLock { $0?.close() } }

        var lines: [String] { written.withLock { $0 } }
    }

    @Test("On a terminal the bar is redrawn in place and ends with a line of its own")
    func terminal() {
        let bench = Bench(isTerminal: true)
        bench.show("Reading films", 0, of: 20)
        bench.show("Reading films", 12, of: 20, after: 4)
        bench.show("Reading films", 20, of: 20, after: 4)
        #expect(
            bench.lines == [
                "\r\u{1B}[KReading films  [------------------------]  0/20  0.0/s  waiting",
                "\r\u{1B}[KReading films  [##############----------]  12/20  3.0/s  3 s left",
                "\r\u{1B}[KReading films  [########################]  20/20  2.5/s  0 s left\n",
            ])
    }

    @Test("A terminal is redrawn at most ten times a second, but the end is always shown")
    func pace() {
        let bench = Bench(isTerminal: true)
        for film in 0...1000 { bench.show("Taking films in", film, of: 1000, after: 0.001) }
        #expect((10...13).contains(bench.lines.count))
        #expect(bench.lines.last?.hasSuffix("\n") == true && bench.lines.last?.contains("1000/1000") == true)
    }

    @Test("In a log file there is a plain line every ten seconds, without control characters")
    func plain() {
        let bench = Bench(isTerminal: false)
        for film in 0...35 { bench.show("Reading films", film, of: 100, after: 1) }
        #expect(
            bench.lines == [
                "Reading films  [##----------------------]  10/100  1.0/s  90 s left\n",
                "Reading films  [####--------------------]  20/100  1.0/s  80 s left\n",
                "Reading films  [#######-----------------]  30/100  1.0/s  70 s left\n",
            ])
    }

    @Test("A step that is over in a moment leaves no line in a log file")
    func short() {
        let bench = Bench(isTerminal: false)
        for film in 0...3 { bench.show("Taking films in", film, of: 3, after: 0.1) }
        #expect(bench.lines.isEmpty)
    }

    @Test(
        "Without a known total it counts",
        arguments: [(true, "\r\u{1B}[KScanning  40  4.0/s"), (false, "Scanning  40  4.0/s\n")])
    func unknownTotal(isTerminal: Bool, line: String) {
        let bench = Bench(isTerminal: isTerminal)
        bench.show("Scanning", 0, of: nil)
        bench.show("Scanning", 40, of: nil, after: 10)
        #expect(bench.lines.last == line)
    }

    @Test("A remark in between gets a line of its own: the open bar is wiped, once")
    func remark() {
        let bench = Bench(isTerminal: true)
        bench.close()
        bench.show("Reading films", 0, of: 2)
        bench.close()
        bench.close()
        #expect(bench.lines.dropFirst() == ["\r\u{1B}[K"])
    }

    @Test("A second step begins its own count of time")
    func secondStep() {
        let bench = Bench(isTerminal: true)
        bench.show("Taking films in", 0, of: 2)
        bench.show("Taking films in", 2, of: 2, after: 100)
        bench.show("Reading films", 1, of: 4, after: 1)
        bench.show("Reading films", 2, of: 4, after: 1)
        #expect(bench.lines.last?.contains("2/4  2.0/s") == true)
    }
}
