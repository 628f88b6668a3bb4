import Radiology
import Reports
import Testing

@Suite("The film viewer on its page")
struct ViewerPageStories {
    private func html(_ audience: Audience, _ change: (inout ExamRecord) -> Void = { _ in }) throws -> String {
        var film = SyntheticFilms.masses()
        change(&film)
        return try Gallery.filmRead.html(audience, [film] + Gallery.films.dropFirst())
    }

    @Test("A page points to the film's values only where they were written", arguments: [true, false])
    func values(areThere: Bool) throws {
        let html = try html(.user) { $0.hasViewer = areThere }
        let link = "data-film=\"../../../\(PagePaths.viewer(SyntheticFilms.uid(1)))\""
        #expect(html.contains(link) == areThere && html.contains("data-film") == areThere)
    }

    @Test(
        "Overlays, which may show a name, are on pages with names only",
        arguments: [(Audience.admin, true, true), (.admin, false, false), (.user, true, false)])
    func overlays(audience: Audience, areThere: Bool, isNamed: Bool) throws {
        let html = try html(audience) { $0.hasOverlays = areThere }
        #expect(html.contains(PagePaths.overlays(SyntheticFilms.uid(1))) == isNamed)
    }

    @Test("A film whose picture is withheld has no viewer and no values")
    func withheld() throws {
        let html = try html(.user) { $0.exam.facts.burnedInAnnotation = true }
        #expect(!html.contains("data-film") && !html.contains(PagePaths.viewerScript) && !html.contains("On the film"))
    }

    @Test("Everything that a film page loads is among the shared files, and every shared file is loaded")
    func sharedFiles() throws {
        let html = try html(.admin)
        let paths = Pages.sharedFiles.map(\.path)
        #expect(paths.filter { !html.contains("\"../../../\($0)\"") } == [] && Set(paths).count == paths.count)
        #expect(html.components(of: "<script") == paths.count { $0.hasSuffix(".js") })
        #expect(Pages.sharedFiles.allSatisfy { !$0.bytes.isEmpty })
    }

    @Test(
        "Of a film with several frames the page says which one it shows",
        arguments: [(nil, 30, "frame 1 of 30"), (4, 30, "frame 4 of 30"), (nil, 1, nil), (nil, nil, nil)]
            as [(Int?, Int?, String?)])
    func frames(frame: Int?, frames: Int?, words: String?) throws {
        let html = try html(.user) { ($0.exam.facts.frame, $0.exam.facts.frames) = (frame, frames) }
        #expect(words.map { html.contains("<figcaption>\($0) · ") } ?? !html.contains("<figcaption>frame"))
    }

    @Test(
        "Pixels that are not square are stretched on the page, and the page says so",
        arguments: [nil, [4, 2]] as [[Int]?])
    func pixelShape(ratio: [Int]?) throws {
        let html = try html(.user) {
            ($0.exam.facts.rows, $0.exam.facts.columns, $0.exam.facts.pixelSpacing) = (480, 640, nil)
            ($0.exam.facts.imagerSpacing, $0.exam.facts.pixelAspectRatio) = (nil, ratio)
        }
        let isStretched = ratio != nil
        #expect(html.contains("<svg class=\"still\"") == isStretched)
        #expect(html.contains("viewBox=\"0 0 640 960\"") == isStretched)
        #expect(html.contains("2 times as high as wide") == isStretched)
        #expect(html.contains("<img class=\"still\"") != isStretched)
    }

    @Test("The page says how the picture was drawn that people see")
    func recipe() throws {
        let html = try html(.user)
        #expect(html.contains("display picture</a> (display-2048/2)") && html.contains("Page picture recipe"))
    }

    @Test(
        "The page says what may be measured",
        arguments: [
            (nil, nil, ["not given: no measurements"]), ([0.2, 0.1], nil, ["<td>0.2 × 0.1 mm"]),
            (nil, [0.143, 0.143], ["Pixel spacing at the detector</th><td>0.143 × 0.143 mm"]),
        ] as [([Double]?, [Double]?, [String])])
    func spacing(patient: [Double]?, detector: [Double]?, words: [String]) throws {
        let html = try html(.user) { ($0.exam.facts.pixelSpacing, $0.exam.facts.imagerSpacing) = (patient, detector) }
        #expect(words.filter { !html.contains($0) } == [])
        #expect(html.contains("no measurements") == (patient == nil && detector == nil))
    }
}
