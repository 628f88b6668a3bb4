import Radiology

/// Whom a line or a bar is about: decides its colour on every chart.
public enum ChartSubject: Sendable, Equatable {
    case ai
    case radiologist
    case region(BodyRegion?)
    case other
}

extension Palette {
    /// Both readers positive.
    static let truePositive: Canvas.Colour = 0x009E73
    /// Both readers negative.
    static let trueNegative: Canvas.Colour = 0xC3C9D0
    /// Only the AI is positive: the AI's blue.
    static let falsePositive = ai
    /// Only the radiologist is positive: the radiologist's vermilion.
    static let falseNegative = radiologist

    /// For lines that belong to nobody; from the darkest.
    static let lines: [Canvas.Colour] = [0x3B4252, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x8A6D3B]

    /// Lines in order: a reader has its own colour, a region the one it has on every page, the rest what is left.
    static func colours(of subjects: [ChartSubject]) -> [Canvas.Colour] {
        let regions = subjects.compactMap { subject -> BodyRegion?? in
            if case .region(let region) = subject { region } else { nil }
        }
        var (ofRegions, free) = (assign(regions)[...], lines[...])
        return subjects.map { subject in
            switch subject {
            case .ai: ai
            case .radiologist: radiologist
            case .region: ofRegions.popFirst() ?? other
            case .other: free.popFirst() ?? other
            }
        }
    }

    /// A colour through which what lies beneath is seen.
    /// - Parameter opacity: 0…1.
    static func faint(_ colour: Canvas.Colour, _ opacity: Double) -> Canvas.Colour {
        // libgd: 0 is opaque, 127 is invisible.
        colour & 0xFF_FFFF | Canvas.Colour((127 * (1 - min(max(opacity, 0), 1))).rounded()) << 24
    }

    /// From almost the background to a dark green: more is darker. No reader's hue.
    /// - Parameter share: 0…1.
    static func ramp(_ share: Double) -> Canvas.Colour {
        let stops: [Canvas.Colour] = [0xE6F2EC, 0xA9D8C4, 0x4FB08F, 0x107A5A, 0x06402F]
        let at = min(max(share, 0), 1) * Double(stops.count - 1)
        let low = min(Int(at), stops.count - 2)
        return mix(stops[low], stops[low + 1], at - Double(low))
    }

    static func mix(_ first: Canvas.Colour, _ second: Canvas.Colour, _ share: Double) -> Canvas.Colour {
        [16, 8, 0].reduce(0) { colour, shift in
            let (a, b) = (Double(first >> shift & 0xFF), Double(second >> shift & 0xFF))
            return colour | Canvas.Colour((a + (b - a) * share).rounded()) << shift
        }
    }

    /// Dark or white, whichever has more contrast on a colour: they are equal at a luminance of 0.22.
    static func ink(on colour: Canvas.Colour) -> Canvas.Colour { luminance(colour) > 0.22 ? ink : 0xFFFFFF }

    /// Lines of a colour this light need a dark rim on the light background.
    static func isPale(_ colour: Canvas.Colour) -> Bool { luminance(colour) > 0.5 }

    /// Relative luminance, roughly: WCAG's weights on squared channels.
    private static func luminance(_ colour: Canvas.Colour) -> Double {
        zip([16, 8, 0], [0.2126, 0.7152, 0.0722]).reduce(0) { sum, part in
            let channel = Double(colour >> part.0 & 0xFF) / 255
            return sum + part.1 * channel * channel
        }
    }
}
