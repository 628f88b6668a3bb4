import Foundation
import HTTPClient
import Radiology
import Reports
import Store
import Testing
import Web

@Suite("Searches of people who see no names")
struct APISearchTests {
    struct Search: Sendable {
        let word: String
        /// Films of the list, and patients.
        let films: [Int]
        var patients = 0
    }

    static let searches: [Search] = [
        // A part of a name is nobody's.
        Search(word: "popes", films: []), Search(word: "opescu", films: []), Search(word: "popescu^i", films: []),
        Search(word: "po", films: []), Search(word: "p", films: []), Search(word: "u^i", films: []),
        Search(word: "popescui", films: []),
        // Whole words are, in any order.
        Search(word: "popescu", films: [1, 3], patients: 1),
        Search(word: "POPESCU%20%20Ion", films: [1, 3], patients: 1),
        Search(word: "ion%20P%C3%B3pescu", films: [1, 3], patients: 1),
        Search(word: "ana", films: [2, 4], patients: 1),
        Search(word: "ion", films: [1, 2, 3, 4], patients: 2), Search(word: "popescu%20ana", films: []),
        Search(word: "pop-ion", films: [2, 4], patients: 1),
        // So are initials, which every list shows.
        Search(word: "p.i.", films: [1, 2, 3, 4], patients: 2), Search(word: "P.I", films: [1, 2, 3, 4], patients: 2),
        Search(word: "p.i.a.m.", films: [2, 4], patients: 1), Search(word: "p.o.", films: []),
        Search(word: "po.", films: []),
        // A number is found whole, a UID also by a part.
        Search(word: "5150312170012", films: [1, 3], patients: 1), Search(word: "515031217001", films: []),
        Search(word: "5150312170013", films: []), Search(word: "9001", films: []), Search(word: "515.", films: []),
        Search(word: "0.1.7.3", films: [3]),
    ]

    @Test(
        "Only whole words of three letters, initials, whole numbers and parts of UIDs find something",
        arguments: searches)
    func words(_ search: Search) async throws {
        try await APISite.serving { site in
            for login in ["una", "mara"] {
                let query = "?search=" + search.word
                #expect(try await site.numbers("/api/exams" + query, as: login) == search.films, "\(search.word)")
                let people = try await site.object("/api/patients" + query, as: login)["total"] as? Int
                #expect(people == search.patients, "\(search.word)")
                let lines = try await site.get("/api/exams.csv" + query, as: login).split(separator: "\r\n").count
                #expect(lines == 1 + search.films.count, "\(search.word)")
                for page in ["/", "/index.html", "/fragments/films"] {
                    let text = try await site.get(page + query, as: login)
                    for number in [1, 2, 3, 4] {
                        let isThere = text.contains("data-uid=\"\(APIWard.uid(number))\"")
                        #expect(isThere == search.films.contains(number), "\(page) \(search.word) \(number)")
                    }
                }
                let list = try await site.get("/patients.html" + query, as: login)
                #expect(list.contains("href=\"patients/") == (search.patients > 0), "\(search.word)")
            }
        }
    }

    @Test("Who sees names finds them by any part")
    func parts() async throws {
        try await APISite.serving { site in
            for word in ["popes", "opescu", "u^i", "515031", "9001"] {
                let found = try await site.numbers("/api/exams?search=" + word, as: "adam")
                #expect(found == [1, 3], "\(word)")
            }
        }
    }

    @Test("A search in a page counts like one in the API, for those who see no names; a page without one does not")
    func budget() async throws {
        try await APISite.serving(change: { $0.dataBudget = 3 }) { site in
            for page in ["/", "/patients.html", "/fragments/films", "/?search=", "/?region=chest"] {
                for _ in 0..<4 { #expect(try await site.send("GET", page, as: "una").status == 200, "\(page)") }
            }
            for _ in 0..<6 { #expect(try await site.send("GET", "/?search=popescu", as: "adam").status == 200) }
            let film = "/" + PagePaths.film(APIWard.uid(1))
            let searches = [
                "/?search=popescu", "/patients.html?search=popescu", "/index.html?%73earch=popescu",
                "/fragments/films?search=popescu&page=2", "/?search=&search=x", film + "?search=popescu",
                "/?search=%ff",
            ]
            for (number, path) in searches.enumerated() {
                let answer = try await site.send("GET", path, as: "mara")
                #expect((answer.status == 429) == (number >= 3), "\(path) \(answer.status)")
                if number >= 3 { #expect(answer.headers["Retry-After"] != nil) }
            }
            #expect(try await site.send("GET", "/api/exams", as: "mara").status == 429, "one budget for both")
            // What an open list asks again by itself is no new search; somebody else's is.
            for page in ["/fragments/films", "/index.html", "/"] {
                #expect(try await site.send("GET", page + "?search=popescu", as: "mara").status == 200, "\(page)")
                #expect(try await site.send("GET", page + "?search=popescu", as: "una").status == 429, "\(page)")
            }
        }
    }

    @Test("Each search is in the audit log, with its length and how much it found, and without its words")
    func audit() async throws {
        try await APISite.serving { site in
            for login in ["adam", "una"] {
                for path in [
                    "/api/exams", "/api/patients", "/", "/fragments/films", "/patients.html", "/api/exams.csv",
                ] {
                    // The second time it is no new search.
                    for _ in 0..<2 { _ = try await site.get(path + "?search=popescu", as: login) }
                }
            }
            _ = try await site.get("/api/exams", as: "una")
            let file = try #require(site.archive.paths?.audit) + "/2026-03.jsonl"
            let written = try String(contentsOfFile: file, encoding: .utf8)
            #expect(!written.lowercased().contains("popescu"))
            let lines = try written.split(separator: "\n").map {
                try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
            }
            let searches = lines.filter { $0["action"] as? String == "search" }
            // The list and the part of it that is asked for again are one.
            #expect(searches.count == 10)
            #expect(lines.count { $0["action"] as? String == "export" } == 4)
            for line in searches {
                let told = "\(line)"
                #expect(told.contains("letters") && told.contains("hits"), "\(told)")
            }
        }
    }

    @Test("The same search has a new line after ten minutes, or when eight others came between")
    func again() async throws {
        try await DaemonSite.serving { site in
            var lines: [Int] = []
            func search(_ word: String, _ path: String = "/") async throws {
                _ = try await site.get(path + "?search=" + word, [DaemonSite.basic("uma")])
                lines.append(try site.auditLines().count { $0.contains(#""action":"search""#) })
            }
            try await search("popescu")
            site.clock.advance(599)
            for path in ["/", "/fragments/films", "/index.html", "/patients.html"] { try await search("popescu", path) }
            #expect(lines == [1, 1, 1, 1, 2])
            site.clock.advance(2)
            try await search("popescu", "/fragments/films")
            for number in 1...8 { try await search("word\(number)") }
            #expect(lines.dropFirst(5) == [3, 4, 5, 6, 7, 8, 9, 10, 11])
            try await search("word1")
            try await search("popescu")
            #expect(lines.suffix(2) == [11, 12])
        }
    }
}
