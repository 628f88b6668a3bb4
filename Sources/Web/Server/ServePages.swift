import Foundation
import Hummingbird

/// Answers from the folder what no route answers.
struct ServePages<Context: RequestContext>: RouterMiddleware {
    let folder: PageFolder

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as any HTTPResponseError where error.status == .notFound {
            return answer(to: request)
        }
    }

    private func answer(to request: Request) -> Response {
        guard request.method == .get || request.method == .head else {
            return .words(.methodNotAllowed, headers: [.allow: "GET, HEAD"])
        }
        switch folder.answer(to: request.uri.path) {
        case .page(let page): return response(page, to: request)
        case .moved(let location): return .words(.movedPermanently, headers: [.location: location])
        case .nothing: return .words(.notFound)
        }
    }

    private func response(_ page: PageFolder.Page, to request: Request) -> Response {
        // Pages show patients: a browser may keep them, a cache in between may not, and each use is checked again.
        var headers: HTTPFields = [
            .contentType: page.contentType, .eTag: page.entityTag, .lastModified: HTTPDate.text(page.modified),
            .cacheControl: "private, no-cache",
        ]
        if isFresh(page, for: request) { return Response(status: .notModified, headers: headers) }
        headers[.contentLength] = "\(page.bytes.count)"
        if request.method == .head { return Response(status: .ok, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: page.bytes)))
    }

    /// Standard: RFC 9110 §13.2.2: the entity tag decides when there is one, the date only otherwise.
    private func isFresh(_ page: PageFolder.Page, for request: Request) -> Bool {
        if let known = request.headers[.ifNoneMatch] {
            return known.split(separator: ",").contains { tag in
                let tag = tag.drop(while: \.isWhitespace)
                let strong = tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
                return strong == "*" || strong.prefix(while: { !$0.isWhitespace }) == page.entityTag
            }
        }
        guard let text = request.headers[.ifModifiedSince], let known = HTTPDate.date(text) else {
            return false
        }
        // The header has whole seconds, the file system finer ones.
        return page.modified.timeIntervalSince1970.rounded(.down) <= known.timeIntervalSince1970
    }
}

extension Response {
    /// A short answer in words: the reason phrase of the status.
    static func words(_ status: HTTPResponse.Status, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "text/plain; charset=utf-8"
        let text = "\(status.code) \(status.reasonPhrase)\n"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
