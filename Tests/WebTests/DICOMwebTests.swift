import Foundation
import HTTPClient
import Radiology
import Store
import Synchronization
import Testing
import Web

@Suite("Other viewers read our archive", .timeLimit(.minutes(2)))
struct DICOMwebTests {
    static func serving(
        _ shelf: DICOMwebShelf = DICOMwebShelf(), origins: [String] = [],
        _ body: @Sendable (LiveWatch) async throws -> Void
    ) async throws {
        try await LiveWatch.serving(originals: shelf.originals, change: { $0.viewerOrigins = origins }, body)
    }

    static func accept(_ type: String) -> [(String, String)] { [("Accept", type)] }

    @Test(
        "A study, a series and an instance come as multipart, each file byte for byte",
        arguments: [
            ("/dicomweb/studies/1.2.3", [0, 1, 2]), ("/dicomweb/studies/1.2.3/series/1.2.3.1", [0, 1]),
            (DICOMwebShelf.path(2), [2]),
        ],
        [
            "", "*/*", "multipart/related; type=\"application/dicom\"",
            "multipart/related; type=application/dicom; transfer-syntax=*",
        ])
    func files(place: (String, [Int]), accept: String) async throws {
        try await Self.serving { watch in
            let answer = try await watch.get(place.0, as: "adam", Self.accept(accept))
            let multipart = try #require(MultipartText(answer.headers["Content-Type"], answer.body))
            #expect(multipart.type == "application/dicom")
            #expect(multipart.parts.map(\.bytes) == place.1.map(DICOMwebShelf.bytes))
            for (part, number) in zip(multipart.parts, place.1) {
                let type = "application/dicom; transfer-syntax=\(DICOMwebShelf.syntax(number))"
                #expect(part.headers["Content-Type"] == type)
                #expect(part.headers["Content-Location"]?.hasSuffix(DICOMwebShelf.path(number)) == true)
                #expect(part.headers["Content-Length"] == "\(part.bytes.count)")
            }
        }
    }

    @Test("One instance also comes alone")
    func single() async throws {
        try await Self.serving { watch in
            let answer = try await watch.get(DICOMwebShelf.path(1), as: "adam", Self.accept("application/dicom"))
            #expect(answer.headers["Content-Type"] == "application/dicom; transfer-syntax=\(DICOMwebShelf.explicit)")
            #expect(answer.body == DICOMwebShelf.bytes(1))
        }
    }

    @Test("Of several syntaxes only those asked for are sent")
    func syntaxes() async throws {
        try await Self.serving { watch in
            let accept = "multipart/related; type=\"application/dicom\"; transfer-syntax=\(DICOMwebShelf.jls)"
            let answer = try await watch.get("/dicomweb/studies/1.2.3", as: "adam", Self.accept(accept))
            let multipart = try #require(MultipartText(answer.headers["Content-Type"], answer.body))
            #expect(multipart.parts.map(\.bytes) == [DICOMwebShelf.bytes(2)])
        }
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let path: String
        var accept = "*/*"
        var login: String? = "adam"
        let status: Int

        var testDescription: String { "\(path) as \(login ?? "nobody"), \(accept)" }
    }

    @Test(
        "What is not kept, not allowed or not to be had in that form is refused",
        arguments: [
            Refused(path: "/dicomweb/studies/9.9", status: 404),
            Refused(path: "/dicomweb/studies/1.2.3/series/9.9", status: 404),
            Refused(path: "/dicomweb/studies/1.2.3/series/1.2.3.2/instances/1.2.3.1.1", status: 404),
            Refused(path: "/dicomweb/studies/1..2", status: 400), Refused(path: "/dicomweb/studies/abc", status: 400),
            Refused(path: "/dicomweb/studies/1.2.3", accept: "image/png", status: 406),
            Refused(path: "/dicomweb/studies/1.2.3", accept: "application/dicom", status: 406),
            Refused(
                path: DICOMwebShelf.path(0),
                accept: "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.4.50",
                status: 406),
            Refused(
                path: "/dicomweb/studies/1.2.3/metadata", accept: "multipart/related; type=\"application/dicom+xml\"",
                status: 406),
            Refused(path: DICOMwebShelf.path(0) + "/frames/3", status: 404),
            Refused(path: DICOMwebShelf.path(0) + "/frames/1,3", status: 404),
            Refused(path: DICOMwebShelf.path(0) + "/frames/0", status: 400),
            Refused(path: DICOMwebShelf.path(0) + "/frames/1,,2", status: 400),
            Refused(path: DICOMwebShelf.path(0) + "/frames/one", status: 400),
            Refused(path: DICOMwebShelf.path(0) + "/frames/1", accept: "image/jpeg", status: 406),
            Refused(path: DICOMwebShelf.path(0) + "/bulkdata/7FE00010", status: 404),
            Refused(path: DICOMwebShelf.path(0) + "/bulkdata/pixels", status: 400),
            Refused(path: DICOMwebShelf.path(0) + "/rendered", status: 404),
            Refused(path: DICOMwebShelf.path(1) + "/rendered", accept: "image/gif", status: 406),
            Refused(path: DICOMwebShelf.path(1) + "/rendered?quality=101", status: 400),
            Refused(path: DICOMwebShelf.path(1) + "/rendered?viewport=9,99999999", status: 400),
            Refused(path: DICOMwebShelf.path(1) + "/rendered?window=nan,100", status: 400),
            Refused(path: DICOMwebShelf.path(1) + "/rendered?window=40", status: 400),
            Refused(path: "/dicomweb/studies?limit=-1", status: 400),
            Refused(path: "/dicomweb/studies?limit=ten", status: 400),
            Refused(path: "/dicomweb/studies?StudyDate=yesterday", status: 400),
            Refused(path: "/dicomweb/studies?PatientName=%ff", status: 400),
            Refused(path: "/dicomweb/studies", accept: "text/csv", status: 406),
            Refused(path: "/dicomweb/studies", login: nil, status: 401),
            Refused(path: "/dicomweb/studies", login: "una", status: 403),
            Refused(path: "/dicomweb/studies/1.2.3", login: "mara", status: 403),
            Refused(path: DICOMwebShelf.path(0) + "/frames/1", login: "mara", status: 403),
        ])
    func refusals(refused: Refused) async throws {
        try await Self.serving { watch in
            let answer = try await watch.get(refused.path, as: refused.login, Self.accept(refused.accept))
            #expect(answer.status == refused.status)
            // The list of refusals has no file's bytes in it.
            #expect(answer.body.count < 1000)
        }
    }

    @Test(
        "Frames come as they are stored, or as octets, or uncompressed",
        arguments: [
            (0, "*/*", "application/octet-stream", DICOMwebShelf.explicit, 10),
            (2, "*/*", "image/jls", DICOMwebShelf.jls, 10),
            (2, "multipart/related; type=\"image/jls\"", "image/jls", DICOMwebShelf.jls, 10),
            (
                2, "multipart/related; type=application/octet-stream; transfer-syntax=*", "application/octet-stream",
                DICOMwebShelf.jls, 10
            ),
            (
                2, "multipart/related; type=\"application/octet-stream\"", "application/octet-stream",
                DICOMwebShelf.explicit, 2
            ),
            (
                2, "multipart/related; type=\"image/jpeg\", multipart/related; type=\"image/*\"; q=0.1", "image/jls",
                DICOMwebShelf.jls, 10
            ),
        ])
    func frames(number: Int, accept: String, type: String, syntax: String, size: Int) async throws {
        try await Self.serving { watch in
            let path = DICOMwebShelf.path(number) + "/frames/1"
            let answer = try await watch.get(path, as: "adam", Self.accept(accept))
            let multipart = try #require(MultipartText(answer.headers["Content-Type"], answer.body))
            let part = try #require(multipart.parts.first)
            #expect(multipart.type == type)
            #expect(part.headers["Content-Type"] == "\(type); transfer-syntax=\(syntax)")
            #expect(part.headers["Content-Location"]?.hasSuffix(path) == true)
            #expect(part.bytes.count == size)
        }
    }

    @Test("Several frames come in the order asked for")
    func order() async throws {
        try await Self.serving { watch in
            let answer = try await watch.get(DICOMwebShelf.path(0) + "/frames/2,1,2")
            let multipart = try #require(MultipartText(answer.headers["Content-Type"], answer.body))
            #expect(multipart.parts.compactMap(\.bytes.first) == [2, 1, 2])
        }
    }

    @Test("The attributes of a series are one JSON list, with addresses below the instance")
    func metadata() async throws {
        try await Self.serving { watch in
            let answer = try await watch.get("/dicomweb/studies/1.2.3/series/1.2.3.1/metadata")
            #expect(answer.headers["Content-Type"] == "application/dicom+json")
            let list = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [[String: String]]
            #expect(list?.map { $0["uid"] ?? "" } == ["1.2.3.1.1", "1.2.3.1.2"])
            #expect(list?.first?["at"] == "http://127.0.0.1:\(watch.port)\(DICOMwebShelf.path(0))")
        }
    }

    @Test("A study is drawn as its first film that can be drawn, as large as asked")
    func rendered() async throws {
        try await Self.serving { watch in
            for (path, wanted) in [
                ("/dicomweb/studies/1.2.3/rendered?viewport=640,480", "1.2.3.1.2 640"),
                ("/dicomweb/studies/1.2.3/thumbnail", "1.2.3.1.2 256"),
                (DICOMwebShelf.path(2) + "/frames/1/rendered", "1.2.3.2.1 0"),
            ] {
                let answer = try await watch.get(path, as: "adam", Self.accept("image/png"))
                #expect(answer.headers["Content-Type"] == "image/png")
                #expect(String(decoding: answer.body, as: UTF8.self) == wanted)
            }
        }
    }

    @Test(
        "A picture is a JPEG unless another form is asked for",
        arguments: [
            ("*/*", "image/jpeg"), ("image/*", "image/jpeg"), ("image/jpeg", "image/jpeg"), ("image/png", "image/png"),
            ("image/jpeg;q=0.2, image/png", "image/png"),
        ])
    func forms(accept: String, type: String) async throws {
        try await Self.serving { watch in
            let answer = try await watch.get(DICOMwebShelf.path(1) + "/rendered", as: "adam", Self.accept(accept))
            #expect(answer.status == 200 && answer.headers["Content-Type"] == type)
        }
    }

    @Test("Bulk data comes by its tag")
    func bulk() async throws {
        try await Self.serving { watch in
            let answer = try await watch.get(
                DICOMwebShelf.path(0) + "/bulkdata/00420011", as: "adam", Self.accept("application/octet-stream"))
            #expect(answer.body == [1, 2, 3])
        }
    }

    @Test("A search is handed on with everything that was asked")
    func search() async throws {
        let shelf = DICOMwebShelf()
        try await Self.serving(shelf) { watch in
            let answer = try await watch.get(
                "/dicomweb/studies/1.2.3/series/1.2.3.1/instances?PatientName=pop%5Eion*&00080060=CR&limit=7&offset=3"
                    + "&includefield=StudyID,00080090&includefield=all&fuzzymatching=true&Colour=red")
            #expect(answer.status == 200)
            #expect(answer.headers["Content-Type"] == "application/dicom+json")
            #expect(String(decoding: answer.body, as: UTF8.self) == #"[{"n":0},{"n":1}]"#)
            let warnings = answer.headers.fields.filter { $0.name.lowercased() == "warning" }.map(\.value)
            #expect(
                warnings == [
                    "299 - \"The fuzzymatching parameter is not supported. Only literal matching has been performed.\"",
                    "299 - \"The attribute ColourX is not searched by.\"",
                ])
            let asked = try #require(shelf.asked.last.withLock { $0 })
            #expect(asked.level == .instances && asked.study == "1.2.3" && asked.series == "1.2.3.1")
            #expect(asked.matching == ["PatientName": "pop^ion*", "00080060": "CR", "Colour": "red"])
            #expect(asked.including == ["StudyID", "00080090"] && asked.includesAll)
            #expect(asked.limit == 7 && asked.offset == 3)
            #expect(asked.base == "http://127.0.0.1:\(watch.port)/dicomweb")
        }
    }

    @Test("A search without a match has no content; one that has more says so")
    func ends() async throws {
        try await Self.serving { watch in
            let none = try await watch.get("/dicomweb/studies?PatientID=nobody")
            #expect(none.status == 204 && none.body.isEmpty)
            let more = try await watch.get("/dicomweb/series?limit=1", as: "adam", Self.accept("application/json"))
            #expect(more.headers["Warning"] == "299 - \"There are additional results that can be requested\"")
            #expect(more.headers["Content-Type"] == "application/json")
        }
    }

    @Test("The pages of a viewer that the settings name may read; others may not")
    func origins() async throws {
        let viewer = "https://viewer.example"
        try await Self.serving(origins: [viewer]) { watch in
            for (origin, allowed) in [(viewer, viewer as String?), ("https://other.example", nil), ("null", nil)] {
                let fields = [("Origin", origin), ("Access-Control-Request-Method", "GET")]
                let asked = try await watch.get("/dicomweb/studies", as: nil, fields, method: "OPTIONS")
                let answer = try await watch.get("/dicomweb/studies", as: "adam", [("Origin", origin)])
                #expect(asked.status == 204 && answer.status == 200)
                for headers in [asked.headers, answer.headers] {
                    #expect(headers["Access-Control-Allow-Origin"] == allowed)
                    #expect(headers["Vary"]?.contains("Origin") == true)
                }
                #expect(asked.headers["Access-Control-Allow-Methods"] == (allowed == nil ? nil : "GET"))
            }
        }
        try await Self.serving { watch in
            let answer = try await watch.get("/dicomweb/studies", as: "adam", [("Origin", viewer)])
            #expect(answer.headers["Access-Control-Allow-Origin"] == nil)
            #expect(try await watch.get("/dicomweb/studies", as: nil, method: "OPTIONS").status != 204)
        }
    }

    @Test("A search for a name or a number is in the audit log, by its length; one for a day is not")
    func audited() async throws {
        try await Self.serving { watch in
            let words = [
                "PatientName=POP*", "PatientID=9001", "00100010=POPE", "%280010,0020%29=nobody", "OtherPatientIDs=77",
            ]
            for word in words + ["StudyDate=20260301", "PatientName=", "Modality=CR"] {
                for _ in 0..<2 {
                    let status = try await watch.get("/dicomweb/studies?" + word).status
                    #expect(status == 200 || status == 204, "\(word)")
                }
            }
            let place = try #require(watch.archive.paths?.audit)
            let text = try FileManager.default.contentsOfDirectory(atPath: place).map {
                try String(contentsOfFile: "\(place)/\($0)", encoding: .utf8)
            }.joined()
            #expect(!text.contains("POP") && !text.contains("9001"))
            let lines = text.split(separator: "\n").filter { $0.contains(#""action":"search""#) }
            #expect(lines.count == words.count)
            #expect(lines.allSatisfy { $0.contains(#""letters""#) && $0.contains(#""hits""#) })
        }
    }
}
