/// What stands around a live page: all the pages that need a server, who is signed in, the connection.
extension PageFrame {
    /// Nothing before somebody has signed in: every link would lead back to the sign-in page.
    var liveLinks: [(Place, String, String)] {
        guard viewer != nil else { return [] }
        return [
            (.films, "Films", PagePaths.index), (.worklist, "Worklist", WorklistPage.path),
            (.patients, "Patients", PatientsPage.path), (.days, "Days", PagePaths.days),
        ]
    }

    func liveFields(_ up: String, _ place: Place) -> Fields {
        guard let viewer else { return [:] }
        let statistics =
            StatisticsSubject.allCases.map { ($0.label, $0.livePath) } + [("Nightly", PagePaths.liveNights)]
        return viewer.fields.merging([
            "signedIn": true, "root": .text(up.isEmpty ? "./" : up),
            "sequence": sequence.map { .text(String($0)) } ?? .flag(false),
            "statisticsHere": .flag(place == .statistics),
            "statisticsLinks": .rows(statistics.map { ["label": .text($0.0), "link": .text(up + $0.1)] }),
            "later": .rows(
                [(Place.check, "Check", CheckPage.path), (.about, "About", PagePaths.about)].map { entry in
                    ["label": .text(entry.1), "link": .text(up + entry.2), "here": .flag(entry.0 == place)]
                }),
        ]) { first, _ in first }
    }
}
