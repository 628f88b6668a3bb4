import Radiology
import Reports
import Testing

@Suite("Where pages live")
struct PathStories {
    @Test("Links lead from any depth to the audience's folder and to the shared files")
    func depths() {
        let film = PagePaths.film(SyntheticFilms.uid(1))
        #expect(PagePaths.toAudience(from: PagePaths.index) == "" && PagePaths.toShared(from: PagePaths.index) == "../")
        #expect(PagePaths.toAudience(from: film) == "../../" && PagePaths.toShared(from: PagePaths.days) == "../../")
    }

    @Test("A hundred thousand films spread evenly over 256 folders")
    func shards() {
        var films: [Substring: Int] = [:]
        for number in 0..<100_000 {
            films[PagePaths.film(SyntheticFilms.uid(number)).dropFirst(6).prefix(2), default: 0] += 1
        }
        #expect(films.count == 256 && (films.values.max() ?? 0) < 2 * 100_000 / 256)
    }

    @Test(
        "A day that is no date cannot leave its folder",
        arguments: ["../../etc", "2026/01", "", "undated", "2026-11-20\n"])
    func hostileDay(day: String) {
        #expect(PagePaths.day(day) == "days/undated.html")
    }

    @Test("A long day is split", arguments: [(0, 1), (1, 1), (400, 1), (401, 2), (1_200, 3)])
    func parts(films: Int, parts: Int) {
        #expect(DayPage.parts(films: films) == parts)
    }

    @Test(
        "Every page says that it is not a medical device, whose data it shows, and when that changed",
        arguments: Gallery.allCases)
    func frame(page: Gallery) throws {
        let html = try page.html(.user)
        #expect(["Not a medical device", "Ward 7", "initials", "2026-11-20 17:4"].filter { !html.contains($0) } == [])
    }

    @Test("Empty pages say what to do next", arguments: [Gallery.indexEmpty, .statisticsEmpty])
    func empty(page: Gallery) throws {
        #expect(try page.html(.user).contains("spool/incoming/"))
    }
}
