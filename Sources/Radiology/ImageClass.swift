/// What a storage class (SOP Class UID) says about the picture in a file. Standard: PS3.4 §B.5, Table B.5-1.
enum ImageClass: Equatable {
    /// One projection of X-rays, taken with this modality.
    case radiograph(modality: String)
    /// A picture of anything: a digitised film, a screen, a scanned letter.
    case secondaryCapture
    case slice(SliceModality)
    /// X-rays, but no projection that a reader of films knows; what it is, in words.
    case other(String)

    /// `nil` for a class that is not in the table: then the modality says what it is.
    init?(uid: String) {
        guard uid.hasPrefix(Self.root), let known = Self.table[String(uid.dropFirst(Self.root.count))] else {
            return nil
        }
        self = known
    }

    private static let root = "1.2.840.10008.5.1.4.1.1."

    private static let table: [String: ImageClass] = [
        "1": .radiograph(modality: "CR"),  // Computed Radiography
        "1.1": .radiograph(modality: "DX"), "1.1.1": .radiograph(modality: "DX"),  // for presentation, for processing
        "1.2": .radiograph(modality: "MG"), "1.2.1": .radiograph(modality: "MG"),
        "1.3": .other("an intra-oral dental film"), "1.3.1": .other("an intra-oral dental film"),
        "12.1": .radiograph(modality: "XA"), "12.1.1": .radiograph(modality: "XA"),
        "12.2": .radiograph(modality: "RF"), "12.2.1": .radiograph(modality: "RF"),
        "12.3": .radiograph(modality: "XA"),  // biplane, retired
        "13.1.1": .other("a volume reconstructed from angiography"),
        "13.1.2": .other("a reconstructed volume of the skull"),
        "13.1.3": .other("breast tomosynthesis, that is reconstructed slices"),
        "13.1.4": .radiograph(modality: "MG"), "13.1.5": .radiograph(modality: "MG"),  // projections of tomosynthesis
        "7": .secondaryCapture, "7.1": .secondaryCapture, "7.2": .secondaryCapture, "7.3": .secondaryCapture,
        "7.4": .secondaryCapture,
        "2": .slice(.ct), "2.1": .slice(.ct), "2.2": .slice(.ct),
        "4": .slice(.mr), "4.1": .slice(.mr), "4.3": .slice(.mr), "4.4": .slice(.mr),
    ]
}
