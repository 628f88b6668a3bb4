import Hummingbird

/// DICOMweb for kept originals, read-only: QIDO-RS and WADO-RS. Standard: PS3.18 §10.4, §10.6.
enum DICOMwebEndpoints {
    static let root = "/dicomweb"

    static func endpoints(_ house: LiveHouse) -> [Endpoint] {
        let rows = searches(DICOMwebSearch(house: house)) + retrievals(DICOMwebRetrieval(house: house))
        let origins = CrossOrigin(origins: house.settings.viewerOrigins)
        return rows.map { origins.opened($0) } + (origins.isOpen ? rows.map { origins.preflight($0) } : [])
    }

    private typealias Answer = @Sendable (Request, inout LiveContext) async throws -> Response

    private static func searches(_ desk: DICOMwebSearch) -> [Endpoint] {
        let rows: [(String, KeptOriginals.Search.Level, String)] = [
            ("/studies", .studies, "Studies of which something is kept, newest first."),
            ("/series", .series, "Series of which something is kept, newest first."),
            ("/instances", .instances, "Kept instances, newest first."),
            ("/studies/{study}/series", .series, "The series of a study."),
            ("/studies/{study}/instances", .instances, "The instances of a study."),
            ("/studies/{study}/series/{series}/instances", .instances, "The instances of a series."),
        ]
        return rows.map { path, level, summary in
            endpoint(path, nil, described(path, summary, "application/dicom+json", searchWords)) { request, context in
                try await desk.answer(request, &context, level)
            }
        }
    }

    private static func retrievals(_ desk: DICOMwebRetrieval) -> [Endpoint] {
        let places = ["/studies/{study}", "/studies/{study}/series/{series}", instance]
        let files = places.map { place in
            endpoint(place, .image, described(place, "The files as they came.", dicom)) { request, context in
                try await desk.files(request, context)
            }
        }
        let metadata = places.map { place in
            let path = place + "/metadata"
            return endpoint(
                path, nil, described(path, "All attributes but bulk data.", "application/dicom+json")
            ) { request, context in try await desk.metadata(request, context) }
        }
        let pictures = (places + [instance + "/frames/{frames}"]).flatMap { place in
            [("/rendered", nil as Int?), ("/thumbnail", 256)].map { name, size in
                let path = place + name
                return endpoint(
                    path, size == nil ? .image : nil, described(path, "As a picture.", "image/jpeg", pictureWords)
                ) { request, context in try await desk.rendered(request, context, size: size) }
            }
        }
        return files + metadata + pictures + [
            endpoint(
                instance + "/frames/{frames}", .image,
                described(instance + "/frames/{frames}", "Frames, by their numbers from 1 on.", octets)
            ) { request, context in try await desk.frames(request, context) },
            endpoint(
                instance + "/bulkdata/{tag}", nil,
                described(instance + "/bulkdata/{tag}", "A value that the metadata leave out.", octets)
            ) { request, context in try await desk.bulk(request, context) },
        ]
    }

    private static let instance = "/studies/{study}/series/{series}/instances/{instance}"
    private static let dicom = "multipart/related; type=\"application/dicom\""
    private static let octets = "multipart/related; type=\"application/octet-stream\""

    private static func endpoint(
        _ path: String, _ audited: Endpoint.Audited?, _ described: Endpoint.Description, _ answer: @escaping Answer
    ) -> Endpoint {
        Endpoint(
            method: .get, path: root + path, access: .atLeast(.admin), budget: .none, audited: audited,
            described: described,
            answer: { request, context in
                for name in ["study", "instance"] { context.noted[name] = try DICOMwebAddress.uid(name, context) }
                return try await answer(request, &context)
            })
    }

    // MARK: What the description says

    private static func described(
        _ path: String, _ summary: String, _ type: String, _ words: [Endpoint.Parameter] = []
    ) -> Endpoint.Description {
        let isSearch = !words.isEmpty && type.hasSuffix("json")
        var answers = [Endpoint.Answer(status: 200, meaning: "Found.", contentType: type, schema: schema(of: type))]
        if isSearch { answers.append(.init(status: 204, meaning: "Nothing matches.", contentType: "", schema: nil)) }
        let refusals = [(400, "A value has the wrong form."), (406, "Not to be had in the form asked for.")]
        answers += refusals.map { .error($0.0, $0.1) }
        if !isSearch { answers.append(.error(404, "Nothing of it is kept.")) }
        return Endpoint.Description(
            summary: summary, tag: "DICOMweb", parameters: parameters(in: path) + words, answers: answers)
    }

    private static func schema(of type: String) -> Schema? {
        type.hasSuffix("json") ? .array(.object([])) : .string(format: "binary")
    }

    private static func parameters(in path: String) -> [Endpoint.Parameter] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { part in
            let name = String(part.dropFirst().dropLast())
            switch name {
            case "frames":
                return .path(name, "Numbers from 1 on, with commas.", .string(pattern: "^[0-9]+(,[0-9]+)*$"))
            case "tag":
                return .path(name, "Eight hexadecimal digits.", .string(pattern: "^[0-9A-Fa-f]{8}$"))
            default:
                return .path(name, "The UID.", .string(pattern: "^[0-9]+(\\.[0-9]+)*$", longest: 64))
            }
        }
    }

    private static let searchWords: [Endpoint.Parameter] = [
        .query("limit", "How many at most.", .integer(from: 0)),
        .query("offset", "How many to pass over.", .integer(from: 0)),
        .query("includefield", "Attributes that are wanted beside the usual ones; `all`.", .string()),
        .query("PatientName", "With `*` and `?`.", .string()), .query("PatientID", "With `*` and `?`.", .string()),
        .query("StudyDate", "`YYYYMMDD`, or a range with `-`.", .string()),
        .query("ModalitiesInStudy", "Such as `CR`.", .string()), .query("Modality", "Such as `CR`.", .string()),
        .query("AccessionNumber", "With `*` and `?`.", .string()),
        .query("StudyInstanceUID", "One, or several with commas.", .string()),
        .query("SeriesInstanceUID", "One, or several with commas.", .string()),
        .query("SOPInstanceUID", "One, or several with commas.", .string()),
    ]

    private static let pictureWords: [Endpoint.Parameter] = [
        .query("quality", "Of a JPEG.", .integer(from: 1, to: 100)),
        .query("viewport", "`width,height` in pixels.", .string()),
        .query("window", "`center,width[,function]` in modality values.", .string()),
    ]
}
