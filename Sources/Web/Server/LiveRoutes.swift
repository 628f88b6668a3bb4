import Hummingbird
import Logging

/// The router, made from the rows of the table.
enum LiveRoutes {
    /// What is answered with 405 where it has no row; anything else is no method to us.
    private static let methods: [HTTPRequest.Method] = [
        .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect,
    ]

    static func router(_ rows: [Endpoint], door: Door, isEncrypted: Bool) -> Router<LiveContext> {
        let router = Router(context: LiveContext.self)
        router.add(middleware: Envelope(door: door, isEncrypted: isEncrypted))
        for (path, rows) in Dictionary(grouping: rows, by: \.path) {
            var free = Set(methods)
            for row in rows {
                // The router would end the process; the first row counts.
                guard free.contains(row.method) else {
                    door.house.log.error("A route is there twice.", metadata: ["path": "\(path)"])
                    continue
                }
                free.subtract(add(row, to: router, door))
            }
            refuse(free, at: path, router)
        }
        return router
    }

    /// - Returns: the methods that have an answer now: HEAD comes with GET.
    private static func add(_ row: Endpoint, to router: Router<LiveContext>, _ door: Door) -> [HTTPRequest.Method] {
        let entrance = Entrance(endpoint: row, door: door)
        router.on(RouterPath(row.path), method: row.method) { request, context in
            try await entrance.answer(request, context)
        }
        guard row.method == .get else { return [row.method] }
        router.on(RouterPath(row.path), method: .head) { request, context in
            try await entrance.answer(request, context).createHeadResponse()
        }
        return [.get, .head]
    }

    private static func refuse(_ free: Set<HTTPRequest.Method>, at path: String, _ router: Router<LiveContext>) {
        let allowed = methods.filter { !free.contains($0) }.map(\.rawValue).joined(separator: ", ")
        for method in free {
            router.on(RouterPath(path), method: method) { request, _ -> Response in
                throw WrongMethod(method: request.method, allowed: allowed)
            }
        }
    }
}

/// The path is known, but not for this method.
struct WrongMethod: Error {
    let method: HTTPRequest.Method
    let allowed: String
}
