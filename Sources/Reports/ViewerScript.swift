/// The values of one film for the viewer on its page: `reports/images/<uid>.viewer.js`.
///
/// Why a script: a page that was opened from a folder may neither fetch a file nor read the pixels of a picture, but it may
/// load a script. The script calls one function with one JSON value. Both audiences load it: whoever fills it in puts no
/// text of the header into it that could name somebody.
public struct ViewerScript: Sendable, Equatable {
    /// Samples across and down.
    public struct Size: Sendable, Equatable {
        public var columns: Int
        public var rows: Int

        public init(columns: Int, rows: Int) {
            self.columns = columns
            self.rows = rows
        }
    }

    /// Distance between the centres of neighbouring *film* pixels, millimetres. Only what the header truly says.
    public struct Spacing: Sendable, Equatable {
        public enum Kind: String, Sendable, Equatable {
            /// Pixel Spacing (0028,0030): in the patient.
            case patient
            /// Imager Pixel Spacing (0018,1164): at the detector's front plane, so bones appear enlarged.
            case detector
        }

        /// Between rows, that is downwards.
        public var row: Double
        /// Between columns, that is across.
        public var column: Double
        public var kind: Kind

        /// `nil` for what is no distance: zero, negative, not a number.
        public init?(row: Double, column: Double, kind: Kind) {
            guard row > 0, column > 0, row.isFinite, column.isFinite else { return nil }
            self.row = row
            self.column = column
            self.kind = kind
        }
    }

    /// What the viewer shows first.
    public enum Initial: Sendable, Equatable {
        /// One of `windows`, from 0.
        case window(Int)
        /// `auto` or another linear window, in modality units.
        case linear(center: Double, width: Double)
    }

    /// The picture in `png`; smaller than the film when the film was too large to keep whole.
    public var picture: Size
    /// Columns (0028,0011) and Rows (0028,0010) of the film.
    public var film: Size
    /// Depth of `png`: 8 or 16.
    public var bits: Int
    /// Modality value = slope × sample of `png` + intercept.
    public var slope: Double
    public var intercept: Double
    /// What a modality value is, such as `HU`; `nil` when it has no unit.
    public var unit: String?
    /// Low values are shown white: MONOCHROME1 or presentation LUT shape INVERSE.
    public var isInverted: Bool
    /// Samples of `png` (not modality values) that are padding: drawn black.
    public var padding: ClosedRange<Int>?
    /// The header's windows in its order.
    public var windows: [ViewerWindow] = []
    public var initial: Initial
    /// A window made from the film's own values, and the one that shows all of them.
    public var auto: ViewerWindow
    public var whole: ViewerWindow
    public var spacing: Spacing?
    /// How many times as high as wide a film pixel is shown.
    public var aspect = 1.0
    /// One-based, and of how many.
    public var frame = 1
    public var frames = 1
    /// Grey PNG of `picture`'s size with `bits` per sample, not interlaced.
    public var png: [UInt8]

    /// The film as it is; windows, spacing and frames are set afterwards where there are any.
    public init(
        picture: Size, film: Size, bits: Int, slope: Double = 1, intercept: Double = 0, unit: String? = nil,
        isInverted: Bool, padding: ClosedRange<Int>? = nil, initial: Initial, auto: ViewerWindow, whole: ViewerWindow,
        png: [UInt8]
    ) {
        self.picture = picture
        self.film = film
        self.bits = bits
        self.slope = slope
        self.intercept = intercept
        self.unit = unit
        self.isInverted = isInverted
        self.padding = padding
        self.initial = initial
        self.auto = auto
        self.whole = whole
        self.png = png
    }

    /// The file's content: ASCII.
    public var bytes: [UInt8] {
        var script = ScriptObject(function: "xrayvisionFilm")
        script.add("version", 1)
        script.add("columns", picture.columns)
        script.add("rows", picture.rows)
        script.add("filmColumns", film.columns)
        script.add("filmRows", film.rows)
        script.add("bits", bits)
        script.add("slope", slope)
        script.add("intercept", intercept)
        script.add("unit", unit)
        script.add("isInverted", isInverted)
        script.add("padding", padding.map { [$0.lowerBound, $0.upperBound] })
        script.add("windows", windows)
        switch initial {
        case .window(let index): script.add("initial", index)
        case .linear(let center, let width):
            script.add("initial", ViewerWindow(name: nil, shape: .linear(center: center, width: width)))
        }
        script.add("auto", auto)
        script.add("whole", whole)
        script.add("spacing", spacing)
        script.add("aspect", aspect)
        script.add("frame", frame)
        script.add("frames", frames)
        script.add("png", base64: png)
        return script.finished()
    }
}
