import CGD
import Synchronization

/// A picture being drawn with libgd, in logical pixels; the only place that sees libgd's pointers.
///
/// Shapes are drawn three times too large and resampled, which gives clean edges at any angle; text is put on afterwards
/// at its true size, because FreeType hints it better than any resampling.
final class Canvas {
    let width: Int
    let height: Int
    private let scale: Int
    private let font: String
    private let background: Colour
    private let large: gdImagePtr
    private var texts: [Text] = []

    /// 0xRRGGBB.
    typealias Colour = UInt32
    enum Anchor { case start, middle, end }

    private struct Text {
        let words: String
        let x: Double
        let y: Double
        let size: Double
        let colour: Colour
        let anchor: Anchor
        let angle: Double
    }

    private static let oversampling = 3
    /// libgd keeps one font cache for the whole process.
    private static let fontCache = Mutex<Void>(())

    /// - Parameters:
    ///   - scale: 1, or 2 for sharp screens; at most 4.
    ///   - font: path of a TrueType file.
    init(width: Int, height: Int, scale: Int, font: String, background: Colour) throws(ReportsError) {
        self.width = width
        self.height = height
        self.scale = min(max(scale, 1), 4)
        self.font = font
        self.background = background
        let factor = self.scale * Self.oversampling
        guard let image = gdImageCreateTrueColor(Int32(width * factor), Int32(height * factor)) else {
            throw .chartNotDrawn(width: width, height: height)
        }
        large = image
        fill(x: 0, y: 0, width: Double(width), height: Double(height), background)
    }

    deinit { gdImageDestroy(large) }

    func fill(x: Double, y: Double, width: Double, height: Double, _ colour: Colour) {
        guard width > 0, height > 0 else { return }
        gdImageFilledRectangle(
            large, device(x), device(y), max(device(x), device(x + width) - 1), max(device(y), device(y + height) - 1),
            Int32(colour))
    }

    func polygon(_ points: [(x: Double, y: Double)], _ colour: Colour) {
        var points = points.map { gdPoint(x: device($0.x), y: device($0.y)) }
        gdImageFilledPolygon(large, &points, Int32(points.count), Int32(colour))
    }

    func circle(x: Double, y: Double, radius: Double, _ colour: Colour) {
        gdImageFilledEllipse(large, device(x), device(y), device(2 * radius), device(2 * radius), Int32(colour))
    }

    /// - Parameters:
    ///   - y: of the baseline.
    ///   - angle: radians, counter-clockwise.
    func text(
        _ words: String, x: Double, y: Double, size: Double = 11, _ colour: Colour, anchor: Anchor = .start,
        angle: Double = 0
    ) {
        texts.append(Text(words: words, x: x, y: y, size: size, colour: colour, anchor: anchor, angle: angle))
    }

    /// Width of a text in logical pixels.
    func width(of words: String, size: Double = 11) throws(ReportsError) -> Double {
        try measure(words, size) / Double(scale)
    }

    /// The finished picture.
    func png() throws(ReportsError) -> [UInt8] {
        let (columns, rows) = (Int32(width * scale), Int32(height * scale))
        guard let small = gdImageCreateTrueColor(columns, rows) else {
            throw .chartNotDrawn(width: width, height: height)
        }
        defer { gdImageDestroy(small) }
        gdImageCopyResampled(small, large, 0, 0, 0, 0, columns, rows, large.pointee.sx, large.pointee.sy)
        for text in texts { try draw(text, on: small) }
        var count: Int32 = 0
        guard let bytes = gdImagePngPtrEx(small, &count, 9) else { throw .chartNotDrawn(width: width, height: height) }
        defer { gdFree(bytes) }
        return Array(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
    }

    private func device(_ value: Double) -> Int32 { Int32((value * Double(scale * Self.oversampling)).rounded()) }

    private func draw(_ text: Text, on image: gdImagePtr) throws(ReportsError) {
        let length = try measure(text.words, text.size)
        let shift: Double =
            switch text.anchor {
            case .start: 0
            case .middle: length / 2
            case .end: length
            }
        let (cosine, sine) = Self.direction(text.angle)
        let x = text.x * Double(scale) - shift * cosine
        let y = text.y * Double(scale) + shift * sine
        try put(text.words, on: image, size: text.size, colour: text.colour, angle: text.angle, x: x, y: y)
    }

    /// Width in pixels of the finished picture.
    private func measure(_ words: String, _ size: Double) throws(ReportsError) -> Double {
        let box = try put(words, on: nil, size: size, colour: 0, angle: 0, x: 0, y: 0)
        return Double(box[2] - box[0])
    }

    @discardableResult
    private func put(
        _ words: String, on image: gdImagePtr?, size: Double, colour: Colour, angle: Double, x: Double, y: Double
    ) throws(ReportsError) -> [Int32] {
        var box = [Int32](repeating: 0, count: 8)
        let problem = Self.fontCache.withLock { _ in
            xrv_gd_text(
                image, &box, Int32(colour), font, size * Double(scale), angle, Int32(x.rounded()), Int32(y.rounded()),
                words
            ).map { String(cString: $0) }
        }
        if let problem { throw .fontUnusable(path: font, problem: problem) }
        return box
    }

    /// Only three angles are in use; no maths library for them.
    private static func direction(_ angle: Double) -> (cosine: Double, sine: Double) {
        angle == 0 ? (1, 0) : angle == quarterTurn ? (0, 1) : (0.5, 0.8660254037844386)
    }

    static let quarterTurn = Double.pi / 2
    /// 60 degrees, for crowded labels.
    static let slanted = Double.pi / 3
}
