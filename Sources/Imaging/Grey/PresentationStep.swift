import DICOM

/// Whether low values are white.
///
/// Standard: PS3.3 §C.7.6.3.1.2 (MONOCHROME1), §C.11.6 (Presentation LUT Shape). Digital X-ray images state it twice, by
/// MONOCHROME1 and by INVERSE (PS3.3 §C.8.11.3): that is one inversion, not two.
struct PresentationStep: Equatable {
    let isInverted: Bool
    private(set) var notes: [String] = []

    /// Where the two contradict each other, the shape is followed: it names the last step before the display. DCMTK's
    /// viewers do the same.
    init(_ dataSet: DataSet, isMonochrome1: Bool) {
        let name = isMonochrome1 ? "MONOCHROME1" : "MONOCHROME2"
        switch dataSet.string(.presentationLUTShape)?.uppercased() {
        case "INVERSE": isInverted = true
        case "IDENTITY": isInverted = false
        case nil:
            isInverted = isMonochrome1
            return
        case .some(let shape):
            isInverted = isMonochrome1
            notes.append("Presentation LUT Shape \(shape.prefix(16)) is unknown; \(name) was followed.")
        }
        if isInverted != isMonochrome1 {
            let shape = isInverted ? "INVERSE" : "IDENTITY"
            notes.append("Presentation LUT Shape \(shape) contradicts \(name); the shape was followed.")
        }
    }
}
