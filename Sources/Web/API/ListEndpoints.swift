import Hummingbird
import Radiology
import Reports
import Store

/// What selects offer, and the settings that people may see.
enum ListEndpoints {
    static func endpoints(_ desk: DataDesk) -> [Endpoint] { words(desk) + people(desk) + [settings(desk)] }

    private static func words(_ desk: DataDesk) -> [Endpoint] {
        [
            list(desk, "/api/regions", "Regions that are read, and those seen in exams.", .array(.string())) {
                audience in
                let called = try desk.house.calledRegion(audience)
                let seen = try desk.house.index.regions().map { called($0.name) }
                let all = Set(seen).union(desk.house.settings.supportedRegions)
                return array { list in for region in all.sorted() { list.value(region) } }
            },
            list(
                desk, "/api/diagnostics", "Diagnoses of radiologists and how often." + StatisticsEndpoints.fewHidden,
                .named("Counts")
            ) { audience in
                let called = try desk.house.calledDiagnosis(audience)
                let counts = FewCells(audience).shown(try desk.house.index.diagnoses(), \.exams)
                return JSONWriter.object { answer in
                    for count in counts { answer.field(called(count.name), count.exams) }
                }
            },
            list(
                desk, "/api/diagnostics/monthly_trends",
                "The ten most frequent diagnoses of each of the last 12 months." + StatisticsEndpoints.fewHidden,
                .named("MonthlyCounts"), turning: .eachDay
            ) { audience in
                let called = try desk.house.calledDiagnosis(audience)
                let months = try desk.house.index.diagnosisMonths(now: desk.house.now(), in: desk.house.timeZone)
                let shown = FewCells(audience).shown(months)
                return JSONWriter.object { StatisticsEndpoints.write(shown, called, to: &$0) }
            },
        ]
    }

    private static func people(_ desk: DataDesk) -> [Endpoint] {
        [
            list(desk, "/api/radiologists", "Radiologists of all exams.", .array(.string())) { audience in
                let called = desk.house.called(audience)
                let names = try desk.house.index.radiologists().map { called($0.name) }
                return array { list in for name in names.sorted() where !name.isEmpty { list.value(name) } }
            },
            list(
                desk, "/api/severity", "How many exams have which compared severity." + StatisticsEndpoints.fewHidden,
                .named("Counts")
            ) { audience in
                let counts = FewCells(audience).shown(try desk.house.index.severities())
                return JSONWriter.object { answer in
                    for (severity, count) in counts.enumerated() where count > 0 {
                        answer.field(String(severity), count)
                    }
                }
            },
        ]
    }

    private static func settings(_ desk: DataDesk) -> Endpoint {
        .data(
            "/api/config",
            .init(
                summary: "Settings that people may see; addresses inside the hospital are for admins.",
                tag: "About",
                answers: [.json("The settings.", .named("Config"))])
        ) { _, context in
            JSONAnswer.response(config(desk, try desk.viewer(context).role))
        }
    }

    private static func config(_ desk: DataDesk, _ role: Role) -> [UInt8] {
        JSONWriter.object { answer in
            for row in desk.house.settings.shown where role == .admin || !row.isForAdmins {
                switch row.value {
                case .text(let text): answer.field(row.key, text)
                case .number(let number): answer.field(row.key, number)
                }
            }
            answer.field("USER_ROLE", role.rawValue)
        }
    }

    private static func list(
        _ desk: DataDesk, _ path: String, _ summary: String, _ schema: Schema, turning: DataDesk.Turning = .never,
        make: @escaping @Sendable (Audience) throws -> [UInt8]
    ) -> Endpoint {
        .data(
            path, .init(summary: summary, tag: "Lists", answers: [.json(summary, schema), .unchanged])
        ) { request, context in
            try desk.answer(request, context, turning: turning) { _, audience in try make(audience) }
        }
    }

    private static func array(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.array(body)
        return writer.bytes
    }
}
