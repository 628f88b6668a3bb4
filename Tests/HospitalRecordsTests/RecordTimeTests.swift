import Foundation
import HospitalRecords
import Testing

@Suite("Moments as hospitals write them")
struct RecordTimeTests {
    @Test(
        "A moment is the same instant however it is written",
        arguments: [
            ("2026-03-02T10:00:00+02:00", 1_772_438_400), ("2026-03-02T08:00:00Z", 1_772_438_400),
            ("2026-03-02T08:00:00.123Z", 1_772_438_400), ("2026-03-02 10:00:00", 1_772_438_400),
            ("2026-03-02T10:00", 1_772_438_400), ("2026-03-02T03:00:00-05:00", 1_772_438_400),
            // Summer time began on the 29th.
            ("2026-03-29 02:59:59", 1_774_745_999), ("2026-03-29 04:00:00", 1_774_746_000),
            ("2026-12-31T23:59:60Z", 1_798_761_599),
        ])
    func instant(text: String, seconds: Int) throws {
        let time = try #require(RecordTime(text))
        #expect(time.instants(in: Bucharest.zone) == seconds...seconds)
    }

    @Test(
        "An HL7 time is read with and without its zone",
        arguments: [
            ("20260302100000+0200", 1_772_438_400), ("202603021000", 1_772_438_400),
            ("20260302100000.5+0200", 1_772_438_400), ("20260302080000-0000", 1_772_438_400),
        ])
    func hl7(text: String, seconds: Int) throws {
        let time = try #require(RecordTime(hl7: text))
        #expect(time.instants(in: Bucharest.zone) == seconds...seconds)
    }

    @Test("A day is all its hours")
    func wholeDay() throws {
        let time = try #require(RecordTime("2026-03-02"))
        #expect(time.instants(in: Bucharest.zone) == 1_772_402_400...1_772_488_799)
        #expect(time.localText == "2026-03-02 00:00:00")
        #expect(RecordTime(hl7: "20260302") == time)
    }

    @Test(
        "What is no moment is none",
        arguments: [
            "", "2026", "2026-03", "2026-02-30", "2026-03-02T", "2026-03-02T25:00:00", "2026-03-02T10:60:00",
            "2026-03-02x10:00:00", "2026-03-02T10:00:00+99:00", "2026-03-02T10:00:00+2:00", "ăăăăăăăăăă",
            "2026-03-02T10:00:00Zjunk", "2026-03-02T1:0", "2026-03-02T-1:00:00",
        ])
    func none(text: String) { #expect(RecordTime(text) == nil) }
}
