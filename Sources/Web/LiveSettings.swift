/// What the daemon is told by the settings.
public struct LiveSettings: Sendable {
    public struct Certificates: Sendable {
        /// Paths of PEM files.
        public let certificate: String
        public let key: String

        public init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    public var bind: String
    public var port: Int
    public var tls: Certificates?
    /// Host names under which browsers may ask, beside the bind address; empty = any (a name check stops DNS rebinding).
    public var hosts: [String]
    /// Addresses whose X-Forwarded-For and X-Forwarded-Proto are believed.
    public var proxies: [String]
    public var pageSize: Int
    public var threshold: Int
    public var supportedRegions: [String]
    /// `/api/config`, in order: key, value. What only an admin may see is marked.
    public var shown: [(key: String, value: ConfigValue, isForAdmins: Bool)]
    public var workspaceName: String
    public var version: String
    public var credits: [String]
    /// `https://viewer.example/viewer?StudyInstanceUIDs={study}`; `nil` = no link.
    public var viewerLink: String?
    /// Absolute path of `reports/`.
    public var reportsFolder: String
    /// Requests a minute and address.
    public var dataBudget: Int
    public var modelBudget: Int
    /// Whether monitoring may read `/metrics` without signing in.
    public var openMetrics = false
    /// Origins (`https://viewer.example`) whose pages may read DICOMweb with the reader's login; nobody else's may.
    public var viewerOrigins: [String] = []

    public enum ConfigValue: Sendable, Equatable {
        case text(String)
        case number(Int)
    }

    public init(
        bind: String, port: Int, tls: Certificates?, hosts: [String], proxies: [String], pageSize: Int, threshold: Int,
        supportedRegions: [String], shown: [(key: String, value: ConfigValue, isForAdmins: Bool)],
        workspaceName: String, version: String, credits: [String], viewerLink: String?, reportsFolder: String,
        dataBudget: Int, modelBudget: Int
    ) {
        self.bind = bind
        self.port = port
        self.tls = tls
        self.hosts = hosts
        self.proxies = proxies
        self.pageSize = pageSize
        self.threshold = threshold
        self.supportedRegions = supportedRegions
        self.shown = shown
        self.workspaceName = workspaceName
        self.version = version
        self.credits = credits
        self.viewerLink = viewerLink
        self.reportsFolder = reportsFolder
        self.dataBudget = dataBudget
        self.modelBudget = modelBudget
    }
}
