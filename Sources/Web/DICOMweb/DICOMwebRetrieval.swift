import Hummingbird
import Radiology

/// WADO-RS: the originals themselves, their attributes, frames and pictures. Standard: PS3.18 §10.4.
struct DICOMwebRetrieval: Sendable {
    let house: LiveHouse

    /// Frames that can be named at once.
    private static let mostFrames = 1000

    // MARK: Files

    func files(_ request: Request, _ context: LiveContext) async throws -> Response {
        let place = try DICOMwebAddress.place(context)
        let media = WantedMedia(ranges: try QueryWords(request.uri.query).media(request))
        guard let wanted = media.files(isSingle: place.instance != nil) else {
            throw Refusal(.notAcceptable, "Files are to be had as multipart/related; type=\"application/dicom\".")
        }
        let originals = try await kept(place)
        try await require(wanted, of: originals)
        let base = DICOMwebAddress.base(request, context)
        if !wanted.isMultipart, let original = originals.first {
            guard let part = try await part(original, wanted, base) else { throw Self.nothing }
            return MultipartAnswer.single(part)
        }
        return MultipartAnswer(
            type: "application/dicom",
            parts: originals.map { original in { try await part(original, wanted, base) } }
        ).response()
    }

    /// At least one file has to be in a syntax that is wanted; what is not, is left out.
    private func require(_ wanted: WantedMedia.Files, of originals: [KeptOriginals.Original]) async throws {
        guard wanted.syntaxes != nil else { return }
        for original in originals {
            let file = try await reading { try $0.open(original.uid) }
            if let file, wanted.takes(file.transferSyntax) { return }
        }
        throw Refusal(.notAcceptable, "Files are given in the transfer syntax they came in; ask for transfer-syntax=*.")
    }

    private func part(
        _ original: KeptOriginals.Original, _ wanted: WantedMedia.Files, _ base: String
    ) async throws -> MultipartAnswer.Part? {
        let file = try await reading { try $0.open(original.uid) }
        guard let file, wanted.takes(file.transferSyntax) else { return nil }
        return MultipartAnswer.Part(
            mediaType: "application/dicom; transfer-syntax=\(file.transferSyntax)",
            location: base + DICOMwebAddress.path(original), size: file.size
        ) { offset, count in
            try await reading { _ in try file.read(offset, count) }
        }
    }

    // MARK: Attributes

    func metadata(_ request: Request, _ context: LiveContext) async throws -> Response {
        let offers = ["application/dicom+json", "application/json"]
        guard let type = try QueryWords(request.uri.query).media(request).best(of: offers) else {
            throw Refusal(.notAcceptable, "Attributes are given as application/dicom+json.")
        }
        let originals = try await kept(try DICOMwebAddress.place(context))
        let base = DICOMwebAddress.base(request, context)
        // One at a time, so that a study of thousands of images is never in memory.
        let body = ResponseBody { writer in
            var separator = "["
            for original in originals {
                let bytes = try await reading { originals in
                    try originals.metadata(original.uid, base + DICOMwebAddress.path(original))
                }
                guard let bytes else { continue }
                var piece = ByteBuffer(string: separator)
                piece.writeBytes(bytes)
                try await writer.write(piece)
                separator = ","
            }
            try await writer.write(ByteBuffer(string: separator == "[" ? "[]" : "]"))
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: type, .cacheControl: "no-store"], body: body)
    }

    func bulk(_ request: Request, _ context: LiveContext) async throws -> Response {
        guard let original = try await kept(try DICOMwebAddress.place(context)).first else { throw Self.nothing }
        guard let tag = context.parameters.get("tag"), tag.utf8.count == 8, UInt32(tag, radix: 16) != nil else {
            throw Refusal(.badRequest, "A tag has eight hexadecimal digits.")
        }
        let media = WantedMedia(ranges: try QueryWords(request.uri.query).media(request))
        let type = "application/octet-stream"
        guard let form = media.frame(mediaType: type, syntax: "1.2.840.10008.1.2.1", isSingle: true) else {
            throw Refusal(.notAcceptable, "Bulk data are given as application/octet-stream.")
        }
        let bytes = try await reading { try $0.bulk(original.uid, tag.uppercased()) }
        guard let bytes else { throw Self.nothing }
        let base = DICOMwebAddress.base(request, context)
        let location = base + DICOMwebAddress.path(original) + "/bulkdata/\(tag.uppercased())"
        let part = Self.part(bytes, type, location)
        if !form.isMultipart { return MultipartAnswer.single(part) }
        return MultipartAnswer(type: type, parts: [{ part }]).response()
    }

    // MARK: Common

    static let nothing = Refusal(.notFound, "Nothing of it is kept.")

    /// Pixels take a hundred megabytes for a moment.
    func drawing<T: Sendable>(_ body: @escaping @Sendable (KeptOriginals) throws -> T) async throws -> T {
        do {
            return try await Blocking.draw { [originals = house.originals] in try body(originals) }
        } catch is KeptOriginals.Fault {
            throw Refusal(.internalServerError, "The original cannot be read.")
        }
    }

    /// Files are read away from the event loops; what cannot be read is no reason that a client needs to know.
    func reading<T: Sendable>(_ body: @escaping @Sendable (KeptOriginals) throws -> T) async throws -> T {
        do {
            return try await Blocking.run { [originals = house.originals] in try body(originals) }
        } catch is KeptOriginals.Fault {
            throw Refusal(.internalServerError, "The original cannot be read.")
        }
    }

    /// - Throws: 404 when there is nothing.
    func kept(_ place: KeptOriginals.Place) async throws -> [KeptOriginals.Original] {
        let originals = try await reading { try $0.list(place) }
        if originals.isEmpty { throw Self.nothing }
        return originals
    }

    static func numbers(_ context: LiveContext) throws(Refusal) -> [Int] {
        let parts = (context.parameters.get("frames") ?? "").split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.prefix(mostFrames + 1).compactMap { Int($0) }.filter { $0 >= 1 }
        guard !numbers.isEmpty, numbers.count == parts.count, numbers.count <= mostFrames else {
            throw Refusal(.badRequest, "Frames are numbers from 1 on, with commas, at most \(mostFrames).")
        }
        return numbers
    }

    static func part(_ bytes: [UInt8], _ type: String, _ location: String) -> MultipartAnswer.Part {
        MultipartAnswer.Part(mediaType: type, location: location, size: bytes.count) { offset, count in
            Array(bytes[offset..<min(offset + count, bytes.count)])
        }
    }
}
