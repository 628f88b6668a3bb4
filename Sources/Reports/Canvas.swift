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

    /// 0xRRGGBB; in the highest byte how much shines through, 0…127.
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
    /// Of 9: the best one takes three times as long and saves a few bytes of a hundred.
    private static let compression: Int32 = 6
    /// libgd keeps one font cache for the whole process.
    private static let fontCache = Mutex<Void>(())

    /// To measure a text FreeType hints each of its letters, as if it were drawn; charts ask for the same labels again
    /// and again.
    private static let widths = Mutex<[Measured: Double]>([:])
    private static let mostWidths = 5000

    private struct Measured: Hashable {
        let words: String
        let pixels: Double
        let font: String
    }

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
        gdImageAlphaBlending(image, 0)
        fill(x: 0, y: 0, width: Double(width), height: Double(height), background)
    }

    deinit { gdImageDestroy(large) }

    /// By rows: libgd would ask and set each pixel by itself, and backgrounds have millions.
    func fill(x: Double, y: Double, width: Double, height: Double, _ colour: Colour) {
        guard width > 0, height > 0 else { return }
        let (left, top) = (max(0, device(x)), max(0, device(y)))
        let right = min(large.pointee.sx, max(device(x) + 1, device(x + width)))
        let bottom = min(large.pointee.sy, max(device(y) + 1, device(y + height)))
        guard left < right, top < bottom else { return }
        guard Self.isOpaque(colour) else {
            return blending(colour) { gdImageFilledRectangle(large, left, top, right - 1, bottom - 1, $0) }
        }
        for row in top..<bottom {
            large.pointee.tpixels[Int(row)]?.advanced(by: Int(left))
                .update(repeating: Int32(colour), count: Int(right - left))
        }
    }

    func polygon(_ points: [(x: Double, y: Double)], _ colour: Colour) {
        var points = points.map { gdPoint(x: device($0.x), y: device($0.y)) }
        blending(colour) { gdImageFilledPolygon(large, &points, Int32(points.count), $0) }
    }

    func circle(x: Double, y: Double, radius: Double, _ colour: Colour) {
        blending(colour) {
            gdImageFilledEllipse(large, device(x), device(y), device(2 * radius), device(2 * radius), $0)
        }
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
        reduce(to: small)
        for text in texts { try draw(text, on: small) }
        var made = xrv_gd_bytes()
        guard xrv_gd_png(small, Self.compression, &made) != 0 else {
            throw .chartNotDrawn(width: width, height: height)
        }
        defer { xrv_gd_free(&made) }
        return Array(UnsafeRawBufferPointer(start: made.bytes, count: made.count))
    }

    /// The mean of each block of 3 × 3 pixels. Two channels lie in one sum: nine bytes need twelve bits.
    private func reduce(to small: gdImagePtr) {
        let factor = Self.oversampling
        for row in 0..<Int(small.pointee.sy) {
            let lines = (0..<factor).map { large.pointee.tpixels[row * factor + $0] }
            guard let target = small.pointee.tpixels[row] else { continue }
            for column in 0..<Int(small.pointee.sx) {
                var (redAndBlue, green) = (UInt32(0), UInt32(0))
                for line in lines {
                    guard let line else { continue }
                    for place in column * factor..<column * factor + factor {
                        let pixel = UInt32(truncatingIfNeeded: line[place])
                        redAndBlue += pixel & 0xFF00FF
                        green += pixel >> 8 & 0xFF
                    }
                }
                let mean = (Self.mean(redAndBlue >> 16), Self.mean(green), Self.mean(redAndBlue & 0xFFFF))
                target[column] = Int32(mean.0 << 16 | mean.1 << 8 | mean.2)
            }
        }
    }

    private static func mean(_ sum: UInt32) -> UInt32 { (sum + 4) / 9 }

    private static func isOpaque(_ colour: Colour) -> Bool { colour >> 24 == 0 }

    /// Only what shines through is mixed with what lies under it: libgd asks each pixel for that.
    private func blending(_ colour: Colour, _ draw: (Int32) -> Void) {
        gdImageAlphaBlending(large, Self.isOpaque(colour) ? 0 : 1)
        draw(Int32(colour))
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
        let key = Measured(words: words, pixels: size * Double(scale), font: font)
        if let known = Self.widths.withLock({ $0[key] }) { return known }
        let box = try put(words, on: nil, size: size, colour: 0, angle: 0, x: 0, y: 0)
        let width = Double(box[2] - box[0])
        Self.widths.withLock { widths in
            if widths.count >= Self.mostWidths { widths.removeAll() }
            widths[key] = width
        }
        return width
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
