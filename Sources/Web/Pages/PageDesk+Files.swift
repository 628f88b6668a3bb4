import Foundation
import Hummingbird
import NIOCore
import Radiology
import Reports
import Store

/// Files: what is in memory, what was generated, and the pictures.
extension PageDesk {
    /// Style sheets and scripts: the same for everybody.
    static let assets: [String: (body: ByteBuffer, type: String, tag: String)] = {
        var assets: [String: (body: ByteBuffer, type: String, tag: String)] = [:]
        for (path, bytes) in Pages.sharedFiles + LiveFiles.all {
            assets[path] = (ByteBuffer(bytes: bytes), PageFolder.contentType(of: path), tag(of: bytes))
        }
        return assets
    }()

    static func asset(_ name: String, _ request: Request) throws -> Response {
        guard let asset = assets[name] else { throw Refusal(.notFound, "There is no such file.") }
        if isFresh(asset.tag, for: request) { return notModified(asset.tag) }
        // The same bytes for everyone who waits for them.
        return Response(
            status: .ok, headers: [.contentType: asset.type, .cacheControl: "no-cache", .eTag: asset.tag],
            body: ResponseBody(byteBuffer: asset.body))
    }

    /// A generated page of the reader's audience, with the header of the live pages.
    func generated(_ path: String, _ request: Request, _ context: LiveContext) async throws -> Response {
        let reader = try reader(context)
        guard let file = try await file("\(reader.audience.rawValue)/\(path)") else {
            throw Refusal(.notFound, "This page has not been drawn yet; it follows within a minute.")
        }
        return Self.html(try pages(for: reader).lifted(file.bytes, path: path), reader, request)
    }

    /// A day is a list of films; one without a date has its generated page.
    func day(_ request: Request, _ context: LiveContext) async throws -> Response {
        let name = try Self.part(context, "file", ending: ".html")
        let day = String(name.prefix(10))
        guard CalendarDay(day) != nil else { return try await generated("days/\(name).html", request, context) }
        return Self.moved(to: "/?status=any&from=\(day)&to=\(day)")
    }

    func file(_ path: String) async throws -> PageFolder.Page? {
        let folder = URL(filePath: house.settings.reportsFolder, directoryHint: .isDirectory)
        return try await Blocking.run {
            guard case .page(let page) = try PageFolder(folder).answer(to: "/" + path) else { return nil }
            return page
        }
    }

    private static func answer(_ file: PageFolder.Page, to request: Request) -> Response {
        if isFresh(file.entityTag, for: request) { return notModified(file.entityTag) }
        return answer(file.bytes, type: file.contentType, tag: file.entityTag)
    }

    // MARK: - Pictures

    /// What a picture's ending means; others are not answered.
    private enum Picture: String, CaseIterable {
        case thumbnail = ".thumb.png"
        case display = ".display.png"
        case viewer = ".viewer.js"
        case overlays = ".overlays.js"
        case original = ".dcm"
        /// The last: the endings before it also end so.
        case asRead = ".png"

        var needsNames: Bool { self == .overlays || self == .original }
    }

    func picture(_ request: Request, _ context: inout LiveContext) async throws -> Response {
        let reader = try reader(context)
        let name = try Self.part(context, "file")
        guard let kind = Picture.allCases.first(where: { name.hasSuffix($0.rawValue) }) else {
            throw Refusal(.notFound, "There is no such picture.")
        }
        let uid = try Self.uid(String(name.dropLast(kind.rawValue.count)))
        try mayLook(at: uid, kind, reader)
        guard let response = try await bytes(of: uid, kind, request) else {
            throw Refusal(.notFound, "There is no such picture.")
        }
        if kind != .thumbnail { try await note(uid, kind.rawValue, request, context, reader) }
        return response
    }

    private func mayLook(at uid: SOPInstanceUID, _ kind: Picture, _ reader: Reader) throws {
        guard reader.role < .admin else { return }
        if kind.needsNames { throw Refusal(.forbidden, "Originals and overlays may name patients: admins only.") }
        guard let entry = try house.index.entry(uid) else { throw Refusal(.notFound, "There is no such picture.") }
        if entry.record.exam.facts.burnedInAnnotation == true {
            throw Refusal(.forbidden, "The film's header says that text is burned into it: admins only.")
        }
    }

    private func bytes(of uid: SOPInstanceUID, _ kind: Picture, _ request: Request) async throws -> Response? {
        guard kind == .original else {
            if let file = try await file("images/\(uid.rawValue)\(kind.rawValue)") {
                return Self.answer(file, to: request)
            }
            return kind == .asRead ? try await older(uid).map { Self.answer($0, to: request) } : nil
        }
        let read = house.originals.file
        return try await Blocking.run { try read(uid) }.map { bytes in
            Self.answer(bytes, type: "application/octet-stream", tag: Self.tag(of: bytes))
        }
    }

    /// The predecessor kept the picture that was read in the workspace's own `images/`.
    private func older(_ uid: SOPInstanceUID) async throws -> PageFolder.Page? {
        guard let root = house.archive.paths?.root else { return nil }
        let folder = URL(filePath: root, directoryHint: .isDirectory).appending(path: "images")
        return try await Blocking.run {
            guard let images = try? PageFolder(folder),
                case .page(let page) = images.answer(to: "/\(uid.rawValue).png"),
                page.bytes.starts(with: Self.pngSignature)
            else { return nil }
            return page
        }
    }

    /// Standard: PNG (ISO/IEC 15948) §5.2.
    private static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Who looked at which film; what is small enough to recognise nobody is not written down.
    private func note(
        _ uid: SOPInstanceUID, _ kind: String, _ request: Request, _ context: LiveContext, _ reader: Reader
    ) async throws {
        let entry = AuditEntry(
            action: Endpoint.Audited.image.rawValue, user: reader.viewer.login, role: reader.role.rawValue,
            address: context.address, method: request.method.rawValue, path: "/images/{file}", outcome: "ok",
            detail: ["uid": uid.rawValue, "kind": String(kind.drop { $0 == "." })])
        let (audit, now) = (house.audit, house.now())
        try await Blocking.surely { try audit.append(entry, at: now) }
        house.auditHead.follow()
    }
}
