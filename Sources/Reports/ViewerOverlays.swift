/// The overlay planes of one film: `reports/images/<uid>.overlays.js`.
///
/// Overlays may carry names, burned into their dots or in their labels: only pages for `admin` point to this file.
public struct ViewerOverlays: Sendable, Equatable {
    /// One plane. Standard: PS3.3 §C.9.2.
    public struct Plane: Sendable, Equatable {
        /// Overlay Label (60xx,1500), or what stands for it.
        public var name: String
        /// 8-bit grey PNG of the film's size, 255 where the overlay is drawn and 0 elsewhere.
        public var png: [UInt8]

        public init(name: String, png: [UInt8]) {
            self.name = name
            self.png = png
        }
    }

    public var planes: [Plane]

    public init(planes: [Plane]) { self.planes = planes }

    /// The file's content: ASCII.
    public var bytes: [UInt8] {
        var output = Array("xrayvisionOverlays([".utf8)
        for (index, plane) in planes.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            var object = ScriptObject()
            object.add("name", plane.name)
            object.add("png", base64: plane.png)
            output.append(contentsOf: object.finished())
        }
        output.append(contentsOf: "]);\n".utf8)
        return output
    }
}
