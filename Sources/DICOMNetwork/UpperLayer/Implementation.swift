import DICOM

/// What we call ourselves to peers; the same as in the files that we write. Standard: PS3.7 §D.3.3.2.
public enum Implementation {
    public static let classUID = Part10File.implementationClassUID
    /// At most 16 characters.
    public static let version = Part10File.implementationVersionName
    /// DICOM application context name. Standard: PS3.7 §A.2.1.
    public static let applicationContext = "1.2.840.10008.3.1.1.1"
}
