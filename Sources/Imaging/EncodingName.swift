import DICOM

/// The name that an operator knows an encoding by.
enum EncodingName {
    /// The registered name with the UID behind it, or the bare UID when it is not a registered encoding.
    ///
    /// Standard: PS3.6 Table A-1.
    static func of(_ uid: String) -> String {
        let name = TransferSyntax(uid: uid).name
        return name.isEmpty || name == uid ? uid : "\(name) (\(uid))"
    }
}
