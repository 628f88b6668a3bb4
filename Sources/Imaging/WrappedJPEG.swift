import DICOM

/// A JPEG picture as a DICOM film, its coded samples untouched: one frame in one fragment, JPEG baseline.
/// Standard: PS3.5 §A.4.1 (JPEG encapsulation), PS3.3 §A.2 (CR image).
public struct WrappedJPEG: Sendable {
    /// What the header says about the film. Whatever is not here stays unknown.
    public struct Header: Sendable {
        public let instance: String
        public let series: String
        public let study: String
        public let patientName: String
        public let patientID: String
        public let protocolName: String
        public let bodyPart: String
        public let viewPosition: String

        public init(
            instance: String, series: String, study: String, patientName: String, patientID: String,
            protocolName: String, bodyPart: String, viewPosition: String
        ) {
            self.instance = instance
            self.series = series
            self.study = study
            self.patientName = patientName
            self.patientID = patientID
            self.protocolName = protocolName
            self.bodyPart = bodyPart
            self.viewPosition = viewPosition
        }
    }

    public let file: Part10File

    /// - jpeg: one component, 8 bits, bright = dense (MONOCHROME2); its metadata is gone already.
    public init(_ jpeg: StrippedJPEG, header: Header) {
        var film = DataSet()
        film.set(.specificCharacterSet, "ISO_IR 192")
        film.set(.sopClassUID, "1.2.840.10008.5.1.4.1.1.1")
        film.set(.sopInstanceUID, header.instance)
        film.set(.modality, "CR")
        film.set(.patientName, header.patientName)
        film.set(.patientID, header.patientID)
        film.set(.bodyPartExamined, header.bodyPart)
        film.set(.protocolName, header.protocolName)
        film.set(.viewPosition, header.viewPosition)
        film.set(.studyInstanceUID, header.study)
        film.set(.seriesInstanceUID, header.series)
        Self.describePixels(of: jpeg, in: &film)
        film.setPixels(fragments: [jpeg.bytes])
        file = Part10File(dataSet: film, transferSyntax: .jpegBaseline)
    }

    /// The image pixel module (PS3.3 §C.7.6.3) of an 8-bit grey JPEG; the code is lossy and says so (§C.7.6.1.1.5).
    private static func describePixels(of jpeg: StrippedJPEG, in film: inout DataSet) {
        film.set(.samplesPerPixel, integer: 1)
        film.set(.photometricInterpretation, "MONOCHROME2")
        film.set(.rows, integer: jpeg.rows)
        film.set(.columns, integer: jpeg.columns)
        film.set(.bitsAllocated, integer: 8)
        film.set(.bitsStored, integer: 8)
        film.set(.highBit, integer: 7)
        film.set(.pixelRepresentation, integer: 0)
        film.set(.lossyImageCompression, "01")
        film.set(.lossyImageCompressionMethod, "ISO_10918_1")
    }
}
