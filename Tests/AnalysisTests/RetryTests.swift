import Analysis
import HTTPClient
import Testing

@Suite("Asking again")
struct RetryTests {
    struct Row: Sendable {
        let attempt: Int
        var retryAfter: Double?
        var jitter = 0.5
        let wanted: Double
    }

    @Test(
        "Waits double up to a cap, spread by a quarter, and are never shorter than the server asked for",
        arguments: [
            Row(attempt: 1, wanted: 2), Row(attempt: 2, wanted: 4), Row(attempt: 3, wanted: 8),
            Row(attempt: 6, wanted: 60),
            Row(attempt: 1000, wanted: 60), Row(attempt: Int.max, wanted: 60), Row(attempt: 0, wanted: 2),
            Row(attempt: Int.min + 1, wanted: 2), Row(attempt: 1, jitter: 0, wanted: 1.5),
            Row(attempt: 1, jitter: 1, wanted: 2.5), Row(attempt: 1, jitter: 9, wanted: 2.5),
            Row(attempt: 1, jitter: .nan, wanted: 2), Row(attempt: 1, retryAfter: 7, wanted: 7),
            Row(attempt: 3, retryAfter: 1, wanted: 8), Row(attempt: 1, retryAfter: 1e9, wanted: 300),
            Row(attempt: 1, retryAfter: .infinity, wanted: 2), Row(attempt: 1, retryAfter: -5, wanted: 2),
        ])
    func delays(_ row: Row) {
        let delay = RetryPolicy().delay(afterAttempt: row.attempt, retryAfter: row.retryAfter, jitter: row.jitter)
        #expect(delay == row.wanted)
    }

    @Test("Three retries follow the first attempt, and none when none is wanted")
    func bounded() {
        #expect((1...5).map { RetryPolicy().allowsRetry(afterAttempt: $0) } == [true, true, true, false, false])
        #expect(!RetryPolicy(maxRetries: -1).allowsRetry(afterAttempt: 1))
    }

    static let headers: [(String, String?, Double?)] = [
        ("7", nil, 7), ("0", nil, 0), ("-1", nil, nil), ("soon", nil, nil), ("999999999", nil, 86_400), ("", nil, nil),
        ("Sun, 06 Nov 1994 08:50:07 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", 30),
        ("Sun, 06 Nov 1994 08:49:07 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", 0),
        ("Mon, 07 Nov 1994 00:00:00 GMT", "Sun, 06 Nov 1994 23:59:00 GMT", 60),
        ("Sun, 06 Nov 1994 08:50:07 GMT", nil, nil),
        ("Sun, 99 Nov 1994 08:50:07 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", nil),
    ]

    @Test("A server may say how long, as seconds or as a date by its own clock", arguments: headers)
    func retryAfter(value: String, date: String?, seconds: Double?) {
        var headers: HTTPHeaders = ["retry-after": value]
        if let date { headers.add("Date", date) }
        #expect(RetryAfter.seconds(in: headers) == seconds)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let status: Int
        var body = ""
        let error: AnalysisError?
        let recovery: AnalysisError.Recovery?
        let last: AnalysisError.Recovery?
        var testDescription: String { "\(status) \(body)" }
    }

    static func wait(_ status: Int, _ body: String = "") -> Refusal {
        Refusal(
            status: status, body: body, error: .endpointRefused(status: status), recovery: .waitForEndpoint,
            last: .waitForEndpoint)
    }

    static let refusals: [Refusal] = [
        Refusal(status: 200, error: nil, recovery: nil, last: nil),
        wait(401), wait(403), wait(404), wait(405), wait(302), wait(501), wait(400, "Model not found"),
        wait(400, "bad api key"), wait(101),
        Refusal(
            status: 400, body: "Failed to load image or audio file", error: .imageRefused(status: 400),
            recovery: .setAside,
            last: .setAside),
        Refusal(
            status: 400, body: "Invalid request", error: .requestRefused(status: 400), recovery: .setAside,
            last: .setAside),
        Refusal(status: 413, error: .imageRefused(status: 413), recovery: .setAside, last: .setAside),
        Refusal(status: 422, error: .imageRefused(status: 422), recovery: .setAside, last: .setAside),
        Refusal(
            status: 500, body: "Image input is not supported - hint", error: .imageNotSupported,
            recovery: .waitForEndpoint, last: .waitForEndpoint),
        Refusal(
            status: 500, error: .endpointFailed(status: 500, retryAfter: nil), recovery: .retry(after: nil),
            last: .setAside),
        Refusal(
            status: 503, body: "Loading model", error: .endpointFailed(status: 503, retryAfter: nil),
            recovery: .retry(after: nil), last: .waitForEndpoint),
        Refusal(
            status: 429, error: .endpointBusy(retryAfter: nil), recovery: .retry(after: nil), last: .waitForEndpoint),
        Refusal(status: 408, error: .timedOut(.waiting), recovery: .retry(after: nil), last: .setAside),
    ]

    @Test("Each refusal of a server decides what becomes of the film", arguments: refusals)
    func refusal(_ row: Refusal) {
        let error = AnalysisError(refusal: HTTPResponse(status: row.status, body: Array(row.body.utf8)))
        #expect(error == row.error && error?.recovery == row.recovery && error?.recoveryAfterLastRetry == row.last)
    }

    @Test("Every error has its own code and a sentence that a person can act on")
    func sentences() {
        let errors: [AnalysisError] = [
            .endpointUnreachable(host: "h"), .endpointRefused(status: 401), .endpointInsecure(reason: "r"),
            .endpointMisspelt, .endpointBusy(retryAfter: 1), .endpointFailed(status: 500, retryAfter: nil),
            .timedOut(.connecting), .connectionLost, .replyTooLarge(limit: 1), .replyUnreadable(.noObject), .replyEmpty,
            .replyTruncated, .imageRefused(status: 400), .requestRefused(status: 400), .imageNotSupported,
            .pictureUnreadable, .textNotSupported,
            .cancelled,
        ]
        #expect(Set(errors.map(\.code)).count == errors.count && Set(errors.map(\.suggestion)).count == errors.count)
        #expect(errors.allSatisfy { $0.suggestion.hasSuffix(".") })
    }
}
