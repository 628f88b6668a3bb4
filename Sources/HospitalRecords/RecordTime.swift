import Foundation
import Radiology

/// A moment as hospitals write it: a day, perhaps a time of day, perhaps an offset from UTC.
public struct RecordTime: Sendable, Hashable {
    public let day: CalendarDay
    /// 0…86 399; `nil` = only the day is known.
    public let secondOfDay: Int?
    /// Minutes east of UTC; `nil` = local to whoever wrote it.
    public let offsetMinutes: Int?

    /// `nil` when the time or the offset is none.
    public init?(day: CalendarDay, secondOfDay: Int? = nil, offsetMinutes: Int? = nil) {
        guard secondOfDay.map((0..<86_400).contains) ?? true, offsetMinutes.map((-840...840).contains) ?? true
        else { return nil }
        self.day = day
        self.secondOfDay = secondOfDay
        self.offsetMinutes = offsetMinutes
    }

    /// `2026-03-01`, `2026-03-01 10:20:30` (a film's), `2026-03-01T10:20:30.5+02:00` (FHIR `dateTime` and `instant`).
    /// A date of a year or a month alone says too little and is `nil`.
    public init?(_ text: String) {
        let bytes = Array(text.utf8.prefix(64))
        guard bytes.count >= 10, let day = CalendarDay(String(decoding: bytes[0..<10], as: UTF8.self)) else {
            return nil
        }
        guard bytes.count > 10 else {
            self.init(day: day)
            return
        }
        guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") else { return nil }
        let rest = bytes[11...].filter { $0 != UInt8(ascii: ":") }
        self.init(day: day, clock: rest[...])
    }

    /// `YYYYMMDD[HHMM[SS[.S…]]][±ZZZZ]`. Standard: HL7 v2.5.1 §2.A.21 (DTM).
    public init?(hl7 text: String) {
        let bytes = Array(text.utf8.prefix(32))
        guard bytes.count >= 8, let day = CalendarDay(String(decoding: bytes[0..<8], as: UTF8.self)) else { return nil }
        if bytes.count == 8 { self.init(day: day) } else { self.init(day: day, clock: bytes[8...]) }
    }

    /// `HHMM[SS[.S…]][Z|±ZZZZ]`.
    private init?(day: CalendarDay, clock: ArraySlice<UInt8>) {
        func number(_ digits: ArraySlice<UInt8>) -> Int? {
            guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        let signs = [UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "Z")]
        let zoneStart = clock.firstIndex(where: signs.contains) ?? clock.endIndex
        let digits = clock[..<zoneStart].prefix { $0 != UInt8(ascii: ".") }
        var offset: Int?
        if zoneStart < clock.endIndex {
            let zone = clock[zoneStart...]
            if zone.first == UInt8(ascii: "Z"), zone.count == 1 {
                offset = 0
            } else {
                guard zone.count == 5, let hours = number(zone.dropFirst().prefix(2)),
                    let minutes = number(zone.suffix(2)),
                    minutes < 60
                else { return nil }
                offset = (hours * 60 + minutes) * (zone.first == UInt8(ascii: "-") ? -1 : 1)
            }
        }
        guard digits.count == 4 || digits.count == 6, let hour = number(digits.prefix(2)), hour < 24,
            let minute = number(digits.dropFirst(2).prefix(2)), minute < 60
        else { return nil }
        let seconds = digits.count == 6 ? number(digits.suffix(2)) : 0
        // A leap second belongs to the second before it.
        guard let seconds, seconds <= 60 else { return nil }
        self.init(day: day, secondOfDay: hour * 3600 + minute * 60 + min(seconds, 59), offsetMinutes: offset)
    }

    /// Seconds since 1970 UTC that this may mean: one, or all of a day.
    /// - Parameter zone: of times without an offset.
    package func instants(in zone: TimeZone) -> ClosedRange<Int> {
        let local = day.dayNumber * 86_400 + (secondOfDay ?? 0)
        let start: Int
        if let offsetMinutes {
            start = local - offsetMinutes * 60
        } else {
            let guess = local - zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(local)))
            start = local - zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(guess)))
        }
        return start...(secondOfDay == nil ? start + 86_399 : start)
    }

    /// `YYYY-MM-DD HH:MM:SS`, without the offset; midnight where no time is known.
    package var localText: String { "\(day) \(Self.clock(secondOfDay ?? 0))" }

    private static func clock(_ seconds: Int) -> String {
        [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
