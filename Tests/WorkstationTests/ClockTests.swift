import Foundation
import Testing
import Workstation

@Suite("What time it is")
struct ClockTests {
    private func clock(_ moment: Double, _ zone: String = "Europe/Bucharest") throws -> Clock {
        Clock(timeZone: try #require(TimeZone(identifier: zone)), now: { Date(timeIntervalSince1970: moment) })
    }

    @Test(
        "Local time through both changes of the clock, the year's end, a leap day and a zone of half hours",
        arguments: [
            // Bucharest: from 03:00 to 04:00 on 29 March 2026, from 04:00 back to 03:00 on 25 October 2026.
            (1_774_745_999.0, "Europe/Bucharest", "2026-03-29 02:59:59", "2026-03-29T00:59:59Z"),
            (1_774_746_000.0, "Europe/Bucharest", "2026-03-29 04:00:00", "2026-03-29T01:00:00Z"),
            (1_792_889_999.0, "Europe/Bucharest", "2026-10-25 03:59:59", "2026-10-25T00:59:59Z"),
            (1_792_890_000.0, "Europe/Bucharest", "2026-10-25 03:00:00", "2026-10-25T01:00:00Z"),
            (1_798_754_400.0, "Europe/Bucharest", "2027-01-01 00:00:00", "2026-12-31T22:00:00Z"),
            (1_835_395_199.0, "GMT", "2028-02-28 23:59:59", "2028-02-28T23:59:59Z"),
            (1_835_395_200.9, "GMT", "2028-02-29 00:00:00", "2028-02-29T00:00:00Z"),
            (1_798_741_800.0, "Asia/Kolkata", "2027-01-01 00:00:00", "2026-12-31T18:30:00Z"),
        ])
    func local(moment: Double, zone: String, local: String, utc: String) throws {
        let clock = try clock(moment, zone)
        #expect(clock.local == local && clock.utc == utc)
    }

    @Test(
        "A day begins at local midnight, on the day of 23 and on the day of 25 hours",
        arguments: [1_774_735_200.0, 1_792_875_600.0])
    func startOfDay(midnight: Double) throws {
        for hour in [0.0, 2, 5, 22] {
            #expect(try clock(midnight + hour * 3600).startOfDay == Date(timeIntervalSince1970: midnight))
        }
        #expect(try clock(midnight - 1).startOfDay < Date(timeIntervalSince1970: midnight))
    }
}
