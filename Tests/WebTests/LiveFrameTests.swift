import Foundation
import Radiology
import Store
import Synchronization
import Testing
import Web

@Suite("What browsers hear", .timeLimit(.minutes(2)))
struct LiveFrameTests {
    /// A film is with the first reader, the second one is down.
    static var busy: LiveWatch.State.Values {
        var values = LiveWatch.State.Values()
        values.processing = [APIWard.uid(2)]
        values.endpoints = [
            EndpointLight(name: "primary", url: "http://reader.invalid:8080", model: "m", isHealthy: true, since: nil),
            EndpointLight(name: "secondary", url: "http://spare.invalid", model: "m", isHealthy: false, since: nil),
        ]
        values.timings = Timings(average: 3.25, shortest: 2, longest: 9.5)
        values.nextQuery = .at(Date(timeIntervalSince1970: 1_772_442_000))
        return values
    }

    /// What every frame says of `busy`, at sequence number `seq`.
    static func state(_ seq: Int, url: String) -> String {
        """
        {"seq":\(seq),"dashboard":{"queue_size":1,"check_queue_size":0,"processing":"P.I.A.M.","error_count":0,\
        "ignore_count":0,"success_count":5},"openai":{"url":"\(url)","health":{"pri":true,"sec":false}},\
        "timings":{"avg_latency":3.25,"min_latency":2.0,"max_latency":9.5},"next_query":"2026-03-02 11:00:00"
        """
    }

    static let url = ["adam": "http://reader.invalid:8080", "una": "primary", "mara": "primary"]

    @Test(
        "Each event has its name and payload, worded for the role that hears it",
        arguments: [
            (
                LiveEvent.processingStart(APIWard.uid(1)), "adam", "processing_start",
                #""patient":"P.I.","region":"chest""#
            ),
            (.newExam(APIWard.uid(1)), "una", "new_exam", #""positive":true,"reviewed":true,"severity":7"#),
            (.newExam(APIWard.uid(5)), "una", "new_exam", #""positive":false,"reviewed":false,"severity":-1"#),
            (.failed(APIWard.uid(1), reason: "max_retries"), "una", "error", #""reason":"max_retries""#),
            (.failed(APIWard.uid(1), reason: "POPESCU?"), "adam", "error", #""reason":"POPESCU?""#),
            (.failed(APIWard.uid(1), reason: "POPESCU?"), "mara", "error", #""reason":"[…]?""#),
            (
                .reportChecked(APIWard.uid(1), confidence: 75), "una", "radcheck",
                #""positive":true,"severity":6,"summary":"pneumonia","confidence":75"#
            ),
            (
                .reportChecked(APIWard.uid(2), confidence: nil), "adam", "radcheck",
                #""positive":false,"severity":1,"summary":"normal","confidence":null"#
            ),
            (.requeued(APIWard.uid(3)), "una", "requeue", #""status":"requeue""#),
            (.flagged(APIWard.uid(3)), "una", "flag", #""flagged":false"#),
        ])
    func wording(event: LiveEvent, login: String, name: String, payload: String) async throws {
        try await LiveWatch.serving(state: Self.busy) { watch in
            let frame = try await watch.listening(as: login) { listener in
                _ = try await listener.event("connected")
                watch.hub.tell(event)
                return try await listener.event(name)
            }
            let seq = try #require(frame?.seq)
            let uid = try #require(event.exam)
            #expect(
                frame?.text == Self.state(seq, url: Self.url[login] ?? "")
                    + #","event":{"name":"\#(name)","payload":{"uid":"\#(uid)",\#(payload)}}}"#)
        }
    }

    @Test("The first frame tells a browser its own address", arguments: ["adam", "una"])
    func connected(login: String) async throws {
        try await LiveWatch.serving(state: Self.busy) { watch in
            let frame = try await watch.listening(as: login) { try await $0.next() }
            let seq = try #require(frame?.seq)
            #expect(
                frame?.text == Self.state(seq, url: Self.url[login] ?? "")
                    + #","event":{"name":"connected","payload":{"address":"127.0.0.1","seq":\#(seq),"replay":"none"}}}"#
            )
        }
    }

    @Test(
        "A review brings the exam, a report the radiologist's part, as the API words them for that role",
        arguments: ["adam", "mara", "una"])
    func wholeExam(login: String) async throws {
        try await LiveWatch.serving { watch in
            let (review, report) = try await watch.listening(as: login) { listener in
                _ = try await listener.event("connected")
                watch.hub.tell(.reviewed(APIWard.uid(1)))
                watch.hub.tell(.reportFetched(APIWard.uid(1)))
                return (try await listener.event("radreview"), try await listener.event("radreport"))
            }
            let exam = try await watch.text("/api/exams/\(APIWard.uid(1))", as: login)
            #expect(review?.text.hasSuffix(#","event":{"name":"radreview","payload":\#(exam)}}"#) == true)
            let part = try #require(exam.range(of: #""rad":"#)?.upperBound)
            let end = try #require(exam.range(of: #","correct":"#)?.lowerBound)
            let wanted = #"{"uid":"\#(APIWard.uid(1))","rad_report":\#(exam[part..<end])}}}"#
            #expect(report?.text.hasSuffix(#","event":{"name":"radreport","payload":\#(wanted)"#) == true)
            #expect((login == "adam") == review?.text.contains("POPESCU"))
        }
    }

    @Test("An exam that is gone by now is only named")
    func gone() async throws {
        try await LiveWatch.serving { watch in
            let frame = try await watch.listening { listener in
                _ = try await listener.event("connected")
                watch.hub.tell(.reviewed(SOPInstanceUID(validated: "1.2.3")))
                return try await listener.event("radreview")
            }
            #expect(frame?.text.hasSuffix(#"{"name":"radreview","payload":{"uid":"1.2.3"}}}"#) == true)
        }
    }

    @Test(
        "Why an exam failed is not told in words that could not be looked through",
        arguments: [("POPESCU ION cannot be read", "error"), ("max_retries", "max_retries")])
    func unreadableFailure(reason: String, told: String) async throws {
        try await LiveWatch.serving { watch in
            let frame = try await watch.listening(as: "una") { listener in
                _ = try await listener.event("connected")
                watch.hub.tell(.failed(SOPInstanceUID(validated: "1.2.3"), reason: reason))
                return try await listener.event("error")
            }
            let payload = #"{"name":"error","payload":{"uid":"1.2.3","reason":"\#(told)"}}}"#
            #expect(frame?.text.hasSuffix(payload) == true)
        }
    }

    @Test("An idle daemon says so in every field")
    func idle() async throws {
        try await LiveWatch.serving { watch in
            let frame = try await watch.listening { try await $0.next() }
            let json = try #require(frame?.json)
            #expect(json["next_query"] as? String == "Disabled")
            #expect((json["dashboard"] as? [String: Any])?["processing"] is NSNull)
            #expect((json["openai"] as? [String: Any])?["url"] is NSNull)
        }
    }

    @Test("Nothing is made while nobody listens")
    func lazy() async throws {
        try await LiveWatch.serving { watch in
            for number in 1...5 { watch.hub.tell(.newExam(APIWard.uid(number))) }
            watch.hub.tell(.state)
            // The hub has been round when it has counted them, and it asked nobody for that.
            try await Task.sleep(for: .milliseconds(600))
            #expect(watch.hub.figures.events == 5)
            #expect(watch.state.values.withLock(\.asked) == 0)
        }
    }

    @Test("Frames without an event come at most four times a second")
    func coalesced() async throws {
        try await LiveWatch.serving { watch in
            let start = ContinuousClock.now
            let count = try await watch.listening { listener -> Int in
                _ = try await listener.event("connected")
                watch.hub.tell(.state)
                // However slow the machine is, this one comes.
                _ = try await listener.next()
                for _ in 0..<100 {
                    watch.hub.tell(.state)
                    try await Task.sleep(for: .milliseconds(10))
                }
                watch.hub.tell(.requeued(APIWard.uid(1)))
                var frames = 1
                while let frame = try await listener.next(), frame.event != "requeue" { frames += 1 }
                return frames
            }
            // Four a second, and the first.
            #expect(Double(count) <= (ContinuousClock.now - start) / .milliseconds(250) + 1)
        }
    }

    @Test("What another process changes is heard without an event")
    func otherProcess() async throws {
        var pace = LiveHub.Pace()
        pace.look = .milliseconds(50)
        try await LiveWatch.serving(pace: pace) { watch in
            try await watch.listening { listener in
                _ = try await listener.event("connected")
                let paths = try #require(watch.archive.paths)
                let other = try Archive.open(paths: paths, now: APIWard.now)
                _ = try other.exams.requeue(APIWard.uid(4), now: APIWard.now)
                var waiting = 0
                while waiting < 2, let frame = try await listener.next() {
                    waiting = (frame.json["dashboard"] as? [String: Any])?["queue_size"] as? Int ?? 0
                }
                #expect(waiting == 2)
            }
        }
    }
}

extension LiveEvent {
    fileprivate var exam: SOPInstanceUID? {
        switch self {
        case .processingStart(let uid), .newExam(let uid), .failed(let uid, _), .reviewed(let uid), .flagged(let uid),
            .reportFetched(let uid), .reportChecked(let uid, _), .requeued(let uid):
            uid
        case .state: nil
        }
    }
}
