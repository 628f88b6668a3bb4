import Foundation
import Radiology

/// What the daemon shows and does not own: asked anew each time, quickly and without waiting.
public struct LiveState: Sendable {
    /// Films that are with a reader now.
    public var processing: @Sendable () -> [SOPInstanceUID]
    /// In the order of preference: primary, secondary, …
    public var endpoints: @Sendable () -> [EndpointLight]
    public var timings: @Sendable () -> Timings
    public var nextQuery: @Sendable () -> NextQuery
    public var gauges: @Sendable () -> Gauges
    /// The earlier reports that a reader was told, out of a kept request; `nil` when it does not say.
    public var priors: @Sendable (_ request: String) -> [AnswerCircumstances.Prior]?

    public init(
        processing: @escaping @Sendable () -> [SOPInstanceUID], endpoints: @escaping @Sendable () -> [EndpointLight],
        timings: @escaping @Sendable () -> Timings, nextQuery: @escaping @Sendable () -> NextQuery,
        gauges: @escaping @Sendable () -> Gauges,
        priors: @escaping @Sendable (String) -> [AnswerCircumstances.Prior]? = { _ in nil }
    ) {
        self.processing = processing
        self.endpoints = endpoints
        self.timings = timings
        self.nextQuery = nextQuery
        self.gauges = gauges
        self.priors = priors
    }
}

/// A model server, as a light on the dashboard.
public struct EndpointLight: Sendable, Equatable {
    /// `primary`, `secondary`, `third` …
    public let name: String
    /// Without credentials.
    public let url: String
    public let model: String
    public let isHealthy: Bool
    /// RFC 3339; `nil` before the first look.
    public let since: String?

    public init(name: String, url: String, model: String, isHealthy: Bool, since: String?) {
        self.name = name
        self.url = url
        self.model = model
        self.isHealthy = isHealthy
        self.since = since
    }
}

/// Seconds that the last readings took; 0 before the first.
public struct Timings: Sendable, Equatable {
    public let average: Double
    public let shortest: Double
    public let longest: Double

    public init(average: Double, shortest: Double, longest: Double) {
        self.average = average
        self.shortest = shortest
        self.longest = longest
    }
}

public enum NextQuery: Sendable, Equatable {
    case disabled
    case at(Date)
}

/// Figures for monitoring, as they are now.
public struct Gauges: Sendable, Equatable {
    public var freeBytes: Int64
    public var totalBytes: Int64
    public var openAssociations: Int
    public var associationsTotal: Int
    public var filmsReceivedTotal: Int
    public var spoolFiles: Int
    public var rejectedTotal: Int
    /// Stage (`draw`, `read`, `check`, `translate` …) → how long it took.
    public var stages: [String: Histogram]
    /// Films are taken in only while more than this is free.
    public var reserveBytes: Int64

    public init(
        freeBytes: Int64 = 0, totalBytes: Int64 = 0, openAssociations: Int = 0, associationsTotal: Int = 0,
        filmsReceivedTotal: Int = 0, spoolFiles: Int = 0, rejectedTotal: Int = 0, stages: [String: Histogram] = [:],
        reserveBytes: Int64 = 0
    ) {
        self.freeBytes = freeBytes
        self.totalBytes = totalBytes
        self.openAssociations = openAssociations
        self.associationsTotal = associationsTotal
        self.filmsReceivedTotal = filmsReceivedTotal
        self.spoolFiles = spoolFiles
        self.rejectedTotal = rejectedTotal
        self.stages = stages
        self.reserveBytes = reserveBytes
    }
}

/// Durations in seconds by upper bounds, as Prometheus counts them (not cumulative here).
public struct Histogram: Sendable, Equatable {
    public static let bounds: [Double] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300]
    /// One more than bounds: the last is above all of them.
    public private(set) var counts: [Int]
    public private(set) var sum: Double

    public init() {
        counts = [Int](repeating: 0, count: Self.bounds.count + 1)
        sum = 0
    }

    public mutating func add(_ seconds: Double) {
        guard seconds.isFinite, seconds >= 0 else { return }
        counts[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
        sum += seconds
    }
}
