import Hummingbird

/// Everything that can be asked of the daemon, in one list: the router, the roles, the budgets, the audit log and the
/// description are made from it.
package enum RouteTable {
    /// - Parameter others: what needs more than the house: sign-in and sign-out.
    static func all(_ house: LiveHouse, hub: LiveHub, others: [Endpoint] = []) -> [Endpoint] {
        let desk = DataDesk(house: house, hub: hub)
        var rows = ExamEndpoints.endpoints(desk) + ExportEndpoint.endpoints(desk) + PatientEndpoints.endpoints(desk)
        rows += ListEndpoints.endpoints(desk) + StatisticsEndpoints.endpoints(desk)
        rows += PerformanceEndpoint.endpoints(desk)
        rows += OpinionEndpoints.endpoints(desk) + ActionEndpoints.endpoints(desk)
        rows += MetricsEndpoints.endpoints(house, hub) + DICOMwebEndpoints.endpoints(house)
        rows += LivePagesTable.endpoints(house, hub: hub)
        rows += others
        return rows + [SpecEndpoint.endpoint(describing: rows)]
    }
}

extension RouteTable {
    /// A row in short, for those who compare the table with its description.
    package struct Line: Sendable, Hashable {
        package let method: String
        package let path: String
        /// Empty: anyone.
        package let role: String
        package let isDescribed: Bool
    }

    package static func lines(_ house: LiveHouse, hub: LiveHub) -> [Line] {
        all(house, hub: hub).map {
            Line(method: $0.method.rawValue, path: $0.path, role: $0.role ?? "", isDescribed: $0.described != nil)
        }
    }
}
