import Hummingbird

/// Frames as they are stored or without compression, and pictures. Standard: PS3.18 §10.4.1.1.6, §10.4.1.1.4.
extension DICOMwebRetrieval {
    /// Longest side of a picture in pixels.
    private static let largestPicture = 8192

    func frames(_ request: Request, _ context: LiveContext) async throws -> Response {
        guard let original = try await kept(try DICOMwebAddress.place(context)).first else { throw Self.nothing }
        let numbers = try Self.numbers(context)
        let media = WantedMedia(ranges: try QueryWords(request.uri.query).media(request))
        let first = try await frame(original, numbers[0])
        let isSingle = numbers.count == 1
        guard let wanted = media.frame(mediaType: first.mediaType, syntax: first.transferSyntax, isSingle: isSingle)
        else {
            throw Refusal(.notAcceptable, "The frames are stored as \(first.mediaType); ask for that, or for octets.")
        }
        if wanted.form == .native { _ = try await native(original, numbers[0]) }
        let location = DICOMwebAddress.base(request, context) + DICOMwebAddress.path(original) + "/frames/"
        let parts = numbers.map { number in
            { @Sendable () async throws -> MultipartAnswer.Part? in
                try await part(original, number, wanted.form, location)
            }
        }
        if !wanted.isMultipart, let part = try await parts[0]() { return MultipartAnswer.single(part) }
        // All numbers are looked at before the first byte goes out: later there is no status any more.
        for number in numbers.dropFirst() { _ = try await frame(original, number) }
        return MultipartAnswer(type: Self.type(of: wanted.form, stored: first.mediaType), parts: parts).response()
    }

    private static func type(of form: WantedMedia.FrameForm, stored: String) -> String {
        switch form {
        case .stored(let type): type
        case .native: "application/octet-stream"
        }
    }

    private func part(
        _ original: KeptOriginals.Original, _ number: Int, _ form: WantedMedia.FrameForm, _ location: String
    ) async throws -> MultipartAnswer.Part? {
        switch form {
        case .stored(let type):
            let frame = try await frame(original, number)
            return Self.part(frame.bytes, "\(type); transfer-syntax=\(frame.transferSyntax)", location + "\(number)")
        case .native:
            let frame = try await native(original, number)
            return Self.part(
                frame.bytes, "\(frame.mediaType); transfer-syntax=\(frame.transferSyntax)", location + "\(number)")
        }
    }

    private func frame(_ original: KeptOriginals.Original, _ number: Int) async throws -> KeptOriginals.Frame {
        let frame = try await drawing { try $0.frame(original.uid, number) }
        guard let frame else { throw Refusal(.notFound, "There is no such frame.") }
        return frame
    }

    private func native(_ original: KeptOriginals.Original, _ number: Int) async throws -> KeptOriginals.Frame {
        let frame = try await drawing { try $0.nativeFrame(original.uid, number) }
        guard let frame else {
            throw Refusal(.notAcceptable, "The frame cannot be given uncompressed; ask for transfer-syntax=*.")
        }
        return frame
    }

    /// - Parameter size: longest side of a thumbnail in pixels.
    func rendered(_ request: Request, _ context: LiveContext, size: Int?) async throws -> Response {
        let query = try QueryWords(request.uri.query)
        // JPEG is what a client gets that has no wish of its own. Standard: PS3.18 table 8.7.4-1.
        guard let type = query.media(request).best(of: ["image/jpeg", "image/png"]) else {
            throw Refusal(.notAcceptable, "Pictures are given as image/jpeg or image/png.")
        }
        var rendering = try Self.rendering(query, type == "image/png" ? .png : .jpeg)
        if let size { rendering.viewport = rendering.viewport ?? (size, size) }
        let originals = try await kept(try DICOMwebAddress.place(context))
        if context.parameters.get("frames") != nil { rendering.frame = try Self.numbers(context)[0] }
        // Of a study or a series, the first that can be drawn.
        for original in originals.prefix(8) {
            let bytes = try await drawing { [rendering] originals in
                try originals.rendered(original.uid, rendering)
            }
            guard let bytes else { continue }
            return Response(
                status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        throw Refusal(.notFound, "There is no picture that can be drawn.")
    }

    /// Standard: PS3.18 §8.3.5.1 (quality, viewport, window).
    private static func rendering(
        _ query: QueryWords, _ format: KeptOriginals.Rendering.Format
    ) throws(Refusal) -> KeptOriginals.Rendering {
        var rendering = KeptOriginals.Rendering(format: format)
        if let quality = try query.number("quality") {
            guard (1...100).contains(quality) else { throw Refusal(.badRequest, "The quality is from 1 to 100.") }
            rendering.quality = quality
        }
        if let text = query.first("viewport") {
            let sides = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
            let range = 1...largestPicture
            guard sides.count == 2, range.contains(sides[0]), range.contains(sides[1]) else {
                throw Refusal(.badRequest, "The viewport is a width and a height in pixels, up to \(largestPicture).")
            }
            rendering.viewport = (sides[0], sides[1])
        }
        if let text = query.first("window") {
            let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            guard (2...3).contains(parts.count), let center = Double(parts[0]), let width = Double(parts[1]),
                center.isFinite, width.isFinite, width >= 1,
                parts.count == 2 || ["linear", "linear-exact"].contains(parts[2].lowercased())
            else { throw Refusal(.badRequest, "The window is a center and a width of at least 1, linear.") }
            rendering.window = (center, width)
        }
        return rendering
    }
}
