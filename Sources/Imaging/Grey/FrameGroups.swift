import DICOM

extension DataSet {
    /// Where one frame's values of a functional group stand: in the frame's own item, in the item shared by all
    /// frames, or, in images without functional groups, in the data set itself.
    ///
    /// Standard: PS3.3 §C.7.6.16 (Multi-frame Functional Groups).
    /// - Parameters:
    ///   - group: a functional group's sequence, such as Frame VOI LUT Sequence.
    ///   - frame: zero-based.
    func functionalGroup(_ group: Tag, ofFrame frame: Int) -> DataSet {
        items(.perFrameFunctionalGroups).dropFirst(frame).first?.items(group).first
            ?? items(.sharedFunctionalGroups).first?.items(group).first ?? self
    }
}

extension Tag {
    /// Frame VOI LUT Sequence.
    static let frameVOILUT = Tag(0x0028, 0x9132)
    /// Pixel Value Transformation Sequence.
    static let pixelValueTransformation = Tag(0x0028, 0x9145)
    static let sharedFunctionalGroups = Tag(0x5200, 0x9229)
    static let perFrameFunctionalGroups = Tag(0x5200, 0x9230)
}
