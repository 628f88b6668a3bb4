import DICOM
import DICOMNetwork
import Dispatch
import Synchronization
import Testing

@Suite("A receiver that cannot keep up makes the caller wait, and memory does not grow")
struct BackPressureTests {
    @Test("While a write blocks no more is taken from the caller than a few megabytes; then the film comes whole")
    func blocked() async throws {
        let size = 96 << 20
        let gate = DispatchSemaphore(value: 0)
        let asked = Mutex(0)
        let arrived = Mutex(0)
        let sink = FilmSink(
            write: { bytes in
                let isFirst = arrived.withLock { count in
                    defer { count += bytes.byteCount }
                    return count == 0
                }
                if isFirst { gate.wait() }
            }, finish: { .success }, cancel: {})
        try await Station.open(FilmReceiver { _ in .film(sink) }) { station in
            let association = try await station.call()
            let film = FilmSource(
                sopClass: Station.film, sopInstance: "1.2.3", transferSyntax: .implicitLittleEndian, dataSetBytes: size
            ) { offset, count in
                asked.withLock { $0 = offset + count }
                return [UInt8](repeating: 1, count: count)
            }
            let request = StoreRequest(messageID: 7, sopClass: Station.film, sopInstance: "1.2.3")
            async let sent: Void = association.send(request.command, film: film, on: 3)
            // Until the caller makes no progress any more.
            var before = -1
            while before != asked.withLock({ $0 }) || before == 0 {
                before = asked.withLock { $0 }
                try await Task.sleep(for: .milliseconds(500))
            }
            // What both kernels keep, the inbox, and the pieces under way.
            #expect(before < 32 << 20)
            gate.signal()
            try await sent
            #expect(try await association.answer().status == .success)
            try await association.release()
        }
        #expect(arrived.withLock { $0 } == size)
    }
}
