extension RegionRules {
    /// What protocols are called beside the shipped keywords: Romanian and English, and words of German, French,
    /// Spanish and Italian that mean nothing else in the other languages. Written without diacritics, in the notation
    /// of `KeywordPattern`. A row with an empty key only silences shorter keywords.
    static let vocabulary: [(key: String, words: String)] = [
        ("", "c arm,in cot,baby cot,infant cot,soft tissue neck"),
        (
            "chest",
            """
            torac*,thorac*,torax,hemitorac*,hemithora*,cord pulmon*,pulmo,plaman*,lung,lungs,mediastin*,cxr,\
            sinus* costo*,lunge,poumon*,polmon*
            """
        ),
        ("breast", "breast*,mamograf*,mammogra*,mammo,mamar*,mammar*"),
        (
            "ribs",
            """
            coasta,coastei,coastelor,costal*,rib,rib cage,thoracic cage,rippe*,cotes droites,cotes gauches,\
            gril costal*,costilla*,coste,costola,costole
            """
        ),
        ("sternum", "brustbein,esternon,manubriu*"),
        ("abdomen", "abdomin*,kub,reno vezical*,renovezical*,bauch,addom*"),
        (
            "skull",
            """
            crani*,occipit*,cap,head,calota,calvaria,orbit*,mastoid*,sella,sa turceasca,sei turcesti,zygoma*,\
            zigoma*,facial bones,masiv* facial,craneo,oasele fetei,viscerocrani*,neurocrani*,piramid* temporal*,\
            piramid* pietr*,schaedel*,schadel*,crane
            """
        ),
        ("mandible", "mandibul*,jaw,temporomandib*,temporo mandib*,tmj,atm,maxilar inferior,unterkiefer*,mandibol*"),
        (
            "nose",
            """
            nas,nasul,nasului,nose,nasal,nazal*,opn,oase proprii,piramid* nazal*,nasenbein*,os propres,ossa nasali,\
            nariz
            """
        ),
        (
            "sinuses",
            """
            sinus*,paranazal*,paranasal*,nasal sinus*,nebenhohle*,nebenhoehle*,nasennebenh*,nnh,senos paranasal*,\
            seni paranasal*
            """
        ),
        (
            "spine",
            """
            coloan* ~ torac*,coloan*,col torac*,col toraco*,thoracic spine,spine ~ thorac*,toracolomb*,thoracolumb*,\
            toraco lomb*,thoraco lumb*,dorsolomb*,dorso lomb*,rachis*,rahis*,vertebr*,cervical*,lombar*,lumbar*,\
            lumbal*,lombosacr*,lombo sacr*,lumbosacr*,lumbo sacr*,lombaire*,odontoid*,sacru,sacrum,sacral*,\
            sacro coccig*,sacrococ*,coccis,coccig*,coccyx,cspine,tspine,lspine,c spine,t spine,l spine,ls spine,hws,\
            bws,lws,brustwirbel*,halswirbel*,lendenwirbel*,wirbel*,columna ~ torac*,columna*,colonna ~ torac*,\
            colonna*,scolio*
            """
        ),
        (
            "pelvis",
            """
            pelvi*,bassin,becken*,bacino,sacroili*,sacro ili*,articulat* sacro ili*,si joint*,os coxal,oase coxale,\
            os iliac*,arip* iliac*,spina iliac*,iliac crest,pubis,pubian*,simfiz*,symphys*
            """
        ),
        ("clavicle", "clavic*,sterno clavic*,sternoclavic*,collarbone,collar bone,schlusselbein*,schluesselbein*"),
        (
            "upper_limb",
            """
            humer*,antebra*,brat,bratul,bratului,upper arm,arm,radius,ulna,ulnar,cubitus,radio ulnar*,\
            membr* superior,upper limb,upper extremit*,oberarm*,unterarm*,avant bras,avambraccio,omero
            """
        ),
        (
            "hand",
            """
            pumnul,pumnului,mainii,maini,mainile,palma,palm*,degete,degetul*,police,policel*,hands,fingers,thumb,\
            thumbs,carp,carpal*,carpi*,carpul,metacarp*,cap metacarp*,scafoid*,scaphoid*,falang* ~ mana,radio carp*,\
            radiocarp*,bone age,varsta osoasa,handgelenk*,daumen,main droite,main gauche,poignet*,doigt*,mano,\
            muneca,dedo,dedos,polso,dito,dita
            """
        ),
        (
            "shoulder",
            """
            umarul,umarului,umeri,umerii,umerilor,scapul*,scapulo humer*,scapulohumer*,omoplat*,acromi*,\
            acromio clav*,acromioclav*,cap humer*,cap ~ humerus*,col humer*,col chirurgical ~ humer*,humeral head,\
            glenoid*,glenohumer*,gleno humer*,shoulder blade,schulter*,epaule*,hombro*,spalla
            """
        ),
        (
            "elbow",
            """
            cotul,cotului,coate,coatelor,olecran*,cap radi*,cap ~ radius,radial head,ellbogen*,ellenbogen*,coude*,\
            codo,gomito
            """
        ),
        (
            "hip",
            """
            soldul,soldului,solduri,soldurilor,hips,frog leg*,coxofemur*,coxo femur*,cap femur*,cap ~ femur*,\
            col femur*,col ~ femur*,femoral neck,femoral head,neck of femur,head of femur,acetabul*,cotil*,hueft*,\
            huft*,hanche*,cadera*,anca
            """
        ),
        (
            "lower_limb",
            """
            femur*,femor*,coaps*,tibi*,fibul*,peron*,gamb*,leg,legs,lower leg,lower limb,lower extremit*,tib fib,\
            long leg,leg length,membr* inferior*,thigh*,calf,shin,hip to ankle,hip knee ankle,oberschenkel*,\
            unterschenkel*,jambe*,cuisse*,pierna*
            """
        ),
        (
            "knee",
            """
            genunch*,rotul*,patel*,knees,knee cap,femuropatel*,femoropatel*,femuro patel*,femoro patel*,femurotib*,\
            femoro tib*,femuro tib*,platou tibial,tibial plateau,cap ~ peron*,fibular head,knie*,genou*,rodilla*,\
            ginocch*
            """
        ),
        (
            "ankle",
            """
            glezn*,ankles,tibiotars*,tibio tars*,tibio tarsal*,malleol*,maleol*,talus,astragal*,talocrural*,\
            talo crural*,sprunggelenk*,osg,cheville*,tobillo*,caviglia
            """
        ),
        (
            "foot",
            """
            picioar*,laba ~ picior*,deget* ~ picior*,deget* ~ picioar*,falang* ~ picior*,antepicior*,haluce*,\
            hallux*,tars,tarsal*,tarsul,metatars*,cap metatars*,metatarsal head*,sinus tarsi,calcan*,heel*,feet,\
            forefoot,toe,toes,fuss,vorfuss,fersenbein*,zehe*,pied*,orteil*,dedo* ~ pie,pie derecho,pie izquierdo
            """
        ),
    ]
}
