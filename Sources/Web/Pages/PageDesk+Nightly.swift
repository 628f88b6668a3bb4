import Foundation
import Hummingbird
import Radiology
import Reports

/// The nightly reports, as `report nightly` wrote them: pages with initials for users, with names for admins.
extension PageDesk {
    func nights(_ request: Request, _ context: LiveContext) async throws -> Response {
        let reader = try reader(context)
        let file = try await file(Self.nightly("index.html", reader))
        let bytes = try file?.bytes ?? emptyIndex(reader)
        return Self.selfContained(Self.html(NightlyPage.served(bytes, to: reader.audience), reader, request))
    }

    func night(_ request: Request, _ context: LiveContext) async throws -> Response {
        let reader = try reader(context)
        let (night, name) = (try Self.part(context, "night"), try Self.part(context, "file"))
        guard CalendarDay(night)?.description == night,
            let file = NightlyPage.Part(rawValue: name),
            let found = try await self.file(Self.nightly("\(night)/\(name)", reader))
        else { throw Refusal(.notFound, "There is no report of this night.") }
        switch file {
        case .page:
            return Self.selfContained(Self.html(NightlyPage.served(found.bytes, to: reader.audience), reader, request))
        case .table, .figures:
            let tag = Self.tag(of: found.bytes)
            if Self.isFresh(tag, for: request) { return Self.notModified(tag) }
            return Self.answer(found.bytes, type: file.contentType, tag: tag)
        }
    }

    private func emptyIndex(_ reader: Reader) throws -> [UInt8] {
        try NightlyIndex(
            [], audience: reader.audience, workspaceName: house.settings.workspaceName, version: house.settings.version
        ).html()
    }

    private static func nightly(_ path: String, _ reader: Reader) -> String {
        reader.audience == .user ? "nightly/\(path)" : "\(reader.audience.rawValue)/nightly/\(path)"
    }

    private static func selfContained(_ response: Response) -> Response {
        var response = response
        response.headers[.policy] = PolicyHeaders.selfContained
        return response
    }
}
