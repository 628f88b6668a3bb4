import Testing

/// One line of the table below: what the modality wrote, and what the film then is (`-` = unknown).
struct ProtocolText: Sendable, CustomTestStringConvertible {
    let text: String
    let region: String?
    let projection: String?

    var testDescription: String { "“\(text)”" }

    static let all: [ProtocolText] = table.split(separator: "\n").compactMap { line in
        let parts = line.split(separator: "|").map { part in
            String(part.reversed().drop { $0 == " " }.reversed().drop { $0 == " " })
        }
        guard parts.count == 3 else { return nil }
        return ProtocolText(
            text: parts[0], region: parts[1] == "-" ? nil : parts[1], projection: parts[2] == "-" ? nil : parts[2])
    }

    private static let table = """
        Torace a.p.                     | chest      | frontal
        Torace AP                       | chest      | frontal
        TORACE PA                       | chest      | frontal
        Torace P.A.                     | chest      | frontal
        Torace p.a                      | chest      | frontal
        Torace lat. stg.                | chest      | lateral
        Torace profil                   | chest      | lateral
        Torace pr.                      | chest      | lateral
        Torace PR                       | chest      | lateral
        Torace față                     | chest      | frontal
        ToraceAP                        | chest      | frontal
        Rx pulmonar                     | chest      | -
        Pulmonară AP                    | chest      | frontal
        plămâni A-P                     | chest      | frontal
        Hemitorace drept                | chest      | -
        CHEST_PA                        | chest      | frontal
        W033 Chest p.a./lat.            | chest      | -
        Chest portable                  | chest      | -
        Chest LL                        | chest      | lateral
        Thorax seitlich                 | chest      | lateral
        Thorax ap liegend               | chest      | frontal
        Thorax de face                  | chest      | frontal
        Tórax frente                    | chest      | frontal
        lungs, latero-lateral           | chest      | lateral
        Torace antero-posterior         | chest      | frontal
        Torace posteroanterior          | chest      | frontal
        Grilaj costal oblic             | ribs       | oblique
        Coaste obl.                     | ribs       | oblique
        Ribs AP                         | ribs       | frontal
        Rippen schräg                   | ribs       | oblique
        Stern lat                       | sternum    | lateral
        Sternum profil                  | sternum    | lateral
        Abdomen pe gol                  | abdomen    | -
        Abdomen simplu D.V.             | abdomen    | frontal
        Rx abdominală A.P.              | abdomen    | frontal
        Abdomen decubit lateral stâng   | abdomen    | -
        Abdomen lateral decubitus AP    | abdomen    | frontal
        KUB                             | abdomen    | -
        Reno-vezicală simplă            | abdomen    | -
        Cap AP                          | skull      | frontal
        Craniu față și profil           | skull      | -
        Skull Towne                     | skull      | -
        Schädel a.p.                    | skull      | frontal
        Mandibulă oblică                | mandible   | oblique
        Maxilar inferior                | mandible   | -
        Piramida nazală profil          | nose       | lateral
        OPN profil                      | nose       | lateral
        Oase proprii nazale             | nose       | -
        Nasal bones lat                 | nose       | lateral
        SAF sinusuri anterioare         | sinuses    | -
        Sinusuri paranazale             | sinuses    | -
        Nasal sinuses Waters            | sinuses    | -
        Nasennebenhöhlen                | sinuses    | -
        col. lombara                    | spine      | -
        col lombara L.L.                | spine      | lateral
        Col. cervicală pr.              | spine      | lateral
        Coloană toracală AP             | spine      | frontal
        Coloana vertebrală toracică     | spine      | -
        Col. toraco-lombară             | spine      | -
        Dens axis transoral             | spine      | -
        Thoracic spine lat              | spine      | lateral
        C-Spine oblique                 | spine      | oblique
        LSPINE AP                       | spine      | frontal
        LWS seitlich                    | spine      | lateral
        Rachis lombaire de face         | spine      | frontal
        Bazin AP                        | pelvis     | frontal
        Articulații sacroiliace         | pelvis     | -
        Becken a.p.                     | pelvis     | frontal
        Spina iliacă                    | pelvis     | -
        Claviculă dreaptă               | clavicle   | -
        Sterno-claviculară              | clavicle   | -
        Antebraț față                   | upper_limb | frontal
        Humerus stg. AP                 | upper_limb | frontal
        Braţ drept                      | upper_limb | -
        Unterarm                        | upper_limb | -
        Mână D.P.                       | hand       | frontal
        Pumn profil                     | hand       | lateral
        Deget III                       | hand       | -
        Degete mână                     | hand       | -
        Vârsta osoasă                   | hand       | -
        Hand dorsopalmar                | hand       | frontal
        Hand oblique PA                 | hand       | oblique
        Wrist LAT                       | hand       | lateral
        Handgelenk dv                   | hand       | frontal
        Metacarp drept                  | hand       | -
        Umăr AP                         | shoulder   | frontal
        Umeri comparativ                | shoulder   | -
        Cap humeral                     | shoulder   | -
        Scapulo-humerală                | shoulder   | -
        Acromioclaviculară              | shoulder   | -
        Cot lat.                        | elbow      | lateral
        Cotul drept                     | elbow      | -
        Cap radial                      | elbow      | -
        Radial head                     | elbow      | -
        Șold drept                      | hip        | -
        Şold stâng AP                   | hip        | frontal
        Cap femural drept               | hip        | -
        Col femural                     | hip        | -
        Coxofemurală AP                 | hip        | frontal
        Neck of femur                   | hip        | -
        Femur drept A P                 | lower_limb | frontal
        Gambă profil                    | lower_limb | lateral
        Tibie şi peroneu                | lower_limb | -
        [LOWER LEG         ]            | lower_limb | -
        Unterschenkel                   | lower_limb | -
        Genunchi AP                     | knee       | frontal
        Genunchiul drept lat            | knee       | lateral
        Knee cap                        | knee       | -
        Femuro-patelară axial           | knee       | -
        Gleznă profil                   | ankle      | lateral
        Tibio-tarsiană                  | ankle      | -
        Picior DP                       | foot       | frontal
        Degetul mare de la picior       | foot       | -
        Degete picior oblic             | foot       | oblique
        Cap metatarsian V               | foot       | -
        Sinus tarsi                     | foot       | -
        Calcaneu axial                  | foot       | -
        Foot dorso-plantar              | foot       | frontal
        LT TIB/FIB AP                   | lower_limb | frontal
        Upper Extremities               | upper_limb | -
        ATM comparativ                  | mandible   | -
        Os iliac stâng                  | pelvis     | -
        Hips frog leg                   | hip        | -
        Capacity test                   | -          | -
        Density phantom                 | -          | -
        Cotton ball                     | -          | -
        Hipofiza                        | -          | -
        Western view                    | -          | -
        Legal copy                      | -          | -
        Colon                           | -          | -
        Handover note                   | -          | -
        C-arm                           | -          | -
        Bilateral                       | -          | -
        Decubit lateral                 | -          | -
        Fistulografie                   | -          | -
        123                             | -          | -
        """
}
