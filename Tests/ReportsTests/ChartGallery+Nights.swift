import Radiology
import Reports

extension ChartGallery {
    private static func nights(_ count: Int, step: Int) -> [ControlChartPicture.Night] {
        (0..<count).map { night in
            let exams = night % 7 > 4 ? 40.0 : 150
            let center = night < step ? 0.16 : 0.22
            let sigma = (center * (1 - center) / exams).squareRoot()
            let wave = Double((night * 7919 + 13) % 101) / 50 - 1
            let value = night == 21 ? center + 3.6 * sigma : center + 1.5 * sigma * wave
            let signal: ControlChartPicture.Signal? = night == 21 ? .beyondLimits : night == 34 ? .run : nil
            return ControlChartPicture.Night(
                label(night), value: night % 19 == 12 ? nil : value,
                limits: .init(center: center, lower: max(0, center - 3 * sigma), upper: center + 3 * sigma),
                signal: signal)
        }
    }

    static func control(_ amount: Amount) -> ControlChartPicture {
        let title = "Positive rate of the AI by night"
        return switch amount {
        case .usual:
            ControlChartPicture(
                title: title, unit: .share, nights: nights(60, step: 40),
                events: [
                    .init(night: 40, words: "model reader-8b"), .init(night: 42, words: "prompt rep_prompt/5"),
                    .init(night: 38, words: "change found, 2026-02-12", isFound: true),
                    .init(night: 58, words: "recipe model-896/3"),
                ])
        case .none: ControlChartPicture(title: title, unit: .share, nights: [])
        case .one: ControlChartPicture(title: title, unit: .share, nights: [.init(label(0), value: 0.2)])
        case .crowded:
            ControlChartPicture(
                title: "Latency by night", unit: .number(name: "s"),
                nights: (0..<365).map { night in
                    let wave = Double((night * 7919 + 13) % 101) / 10
                    return .init(
                        label(night), value: 30 + wave, limits: .init(center: 35, lower: 22, upper: 48),
                        signal: night % 90 == 50 ? .beyondLimits : nil)
                },
                events: (0..<12).map {
                    .init(night: 150 + 3 * $0, words: "model number \($0) with a rather long name and tag")
                })
        }
    }

    static func calendar(_ amount: Amount) -> CalendarMap {
        func days(_ count: Int) -> [CalendarMap.Day] {
            (0..<count).compactMap { offset in
                guard offset % 23 != 9, let day = day(offset) else { return nil }
                let isWeekend = offset % 7 > 4
                return CalendarMap.Day(
                    day, offset % 31 == 17 ? nil : Double((isWeekend ? 12 : 90) + (offset * 7919 + 13) % 61))
            }
        }
        let title = "Exams by day"
        return switch amount {
        case .usual: CalendarMap(title: title, unit: .count, days: days(320))
        case .none: CalendarMap(title: title, unit: .count, days: [])
        case .one:
            CalendarMap(
                title: "Positive rate by day", unit: .share, days: day(3).map { [CalendarMap.Day($0, 0.12)] } ?? [])
        case .crowded: CalendarMap(title: title, unit: .count, days: days(2500))
        }
    }
}
