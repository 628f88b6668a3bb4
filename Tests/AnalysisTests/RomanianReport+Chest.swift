extension RomanianReport {
    static let chest: [RomanianReport] = [
        .init(
            "normal, with negations", 0...0, "normal",
            "Fără leziuni pleuro-pulmonare active. SCD libere. Cord normal.",
            "No active pleural or pulmonary lesions. Costophrenic angles free. Normal heart."),
        .init(
            "normal, without diacritics", 0...0, "normal",
            "Fara modificari pleuro-pulmonare evolutive. Sinusurile costo-diafragmatice libere. Cord in limite normale.",
            "No evolving pleural or pulmonary changes. The costophrenic sinuses are free. Heart within normal limits."),
        .init(
            "normal, sentences without blanks", 0...0, "normal",
            "Transparență pulmonară normală bilateral.Fără revărsat pleural.Cord,mediastin de aspect normal.",
            "Normal lung transparency on both sides. No pleural effusion. Heart and mediastinum of normal appearance."),
        .init(
            "normal, one word", 0...0, "normal", "Aspect radiologic toracic normal pentru vârstă.",
            "Normal radiological appearance of the chest for age."),
        .init(
            "normal, capitals only", 0...0, "normal",
            "FARA LEZIUNI PLEURO-PULMONARE EVOLUTIVE. SCD LIBERE. CORD NORMAL.",
            "No evolving pleural or pulmonary lesions. Costophrenic angles free. Normal heart."),
        .init(
            "normal, tube in place", 0...0, "normal",
            "IOT cu capătul la 2,5 cm de carina. CVC cu capătul în VCS. Fără pneumotorax.",
            "Tracheal tube with its tip 2.5 cm from the carina. Central venous catheter with its tip in the superior "
                + "vena cava. No pneumothorax."),
        .init(
            "negation beside a finding", 4...6, "opacity",
            "Fără revărsat pleural. Opacitate bazală dreaptă, posibil proces de condensare.",
            "No pleural effusion. Right basal opacity, possibly a consolidation."),
        .init(
            "two sides", 4...7, "pneumonia",
            "Opacități infiltrative hilio-bazale drepte și latero-bazale stângi. SCD stg parțial voalat.",
            "Infiltrative opacities in the right hilum and base and in the left lateral base. Left costophrenic angle "
                + "partly veiled."),
        .init(
            "abbreviated sides", 4...6, "opacity",
            "Opac. nodulara LSD de aprox. 18 mm. Desen interstitial accentuat parahilar dr. si stg.",
            "Nodular opacity in the right upper lobe of about 18 mm. Interstitial markings increased in the right and "
                + "left parahilar region."),
        .init(
            "measurement with comma", 4...7, "nodule",
            "Nodul pulmonar de 1,5 cm în LIS. Restul câmpurilor pulmonare fără modificări.",
            "Pulmonary nodule of 1.5 cm in the left lower lobe. The other lung fields without changes."),
        .init(
            "large effusion", 7...8, "pleural effusion",
            "Revărsat pleural stâng masiv, cu deplasarea mediastinului spre dreapta.",
            "Massive left pleural effusion with displacement of the mediastinum to the right."),
        .init(
            "pneumothorax", 8...10, "pneumothorax",
            "Pneumotorax drept cu lamă de 3 cm apical. Plămânul stâng expansionat la perete.",
            "Right pneumothorax with an apical rim of 3 cm. The left lung is expanded to the wall."),
        .init(
            "tension", 9...10, "pneumothorax",
            "Pneumotorax stg sufocant, mediastin împins spre dreapta. Se anunță UPU telefonic.",
            "Left tension pneumothorax, mediastinum pushed to the right. The emergency room is told by telephone."),
        .init(
            "old changes", 1...3, "sequela",
            "Sechele fibroase apicale bilaterale. Calcificări hilare drepte. Fără leziuni active.",
            "Fibrous sequelae at both apices. Right hilar calcifications. No active lesions."),
        .init(
            "cannot be excluded", 1...5, "opacity",
            "Accentuarea desenului peribronhovascular. Nu se exclude un proces interstițial incipient (PAI).",
            "Increased peribronchovascular markings. An incipient interstitial process (interstitial pneumonia) cannot "
                + "be excluded."),
        .init(
            "heart", 3...6, "cardiomegaly",
            "ICT 0,58. Cord mărit transversal pe seama VS. Stază pulmonară grad II.",
            "Cardiothoracic index 0.58. Heart enlarged transversely owing to the left ventricle. Pulmonary congestion "
                + "grade II."),
        .init(
            "child with thymus", 0...0, "normal",
            "Opacitate timică fiziologică. Câmpuri pulmonare fără opacități focale.",
            "Physiological thymic shadow. Lung fields without focal opacities."),
        .init(
            "comparison with a date", 2...5, "pneumonia",
            "Față de examenul din 12.03.2024 opacitatea LID este în regresie. SCD libere.",
            "Compared with the examination of 12 March 2024 the opacity of the right lower lobe is regressing. "
                + "Costophrenic angles free."),
        .init(
            "poor quality", 0...2, "limited quality",
            "Examinare în DD, în expir, cu artefacte de mișcare. Fără opacități evidente.",
            "Examination in dorsal decubitus, in expiration, with motion artefacts. No evident opacities."),
        .init(
            "misplaced tube", 6...8, "misplaced tube",
            "SNG încolăcită în esofagul toracic. CVC dr cu capătul în VCI.",
            "Naso-gastric catheter coiled in the thoracic oesophagus. Right central venous catheter with its tip in the "
                + "inferior vena cava."),
        .init(
            "words of failure in a report", 3...6, "atelectasis",
            "Atelectazie LIS după extubare eșuată. Pacient incapabil să mențină apneea. Fără pneumotorax.",
            "Atelectasis of the left lower lobe after failed extubation. The patient was unable to hold the breath. "
                + "No pneumothorax."),
    ]
}
