import com.android.apksig.ApkSigner;
import com.android.apksig.ApkVerifier;
import com.android.apksig.KeyConfig;
import com.android.apksig.apk.ApkFormatException;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Signs an APK and says what its signature is worth. Run by `cargo xtask apk`.
 *
 * <pre>
 * java -cp apksig.jar Apk.java sign UNSIGNED SIGNED MIN_SDK
 * java -cp apksig.jar Apk.java verify APK
 * </pre>
 *
 * The key comes from the environment, where no list of processes shows it: MIHARI_KEYSTORE (a file),
 * MIHARI_KEYSTORE_PASSWORD, MIHARI_KEY_ALIAS, and MIHARI_KEY_PASSWORD where it differs. What is
 * wrong is said on stderr in one sentence, with exit status 1.
 */
class Apk {
    public static void main(String[] arguments) throws Exception {
        try {
            switch (arguments[0]) {
                case "sign" -> sign(new File(arguments[1]), new File(arguments[2]), Integer.parseInt(arguments[3]));
                case "verify" -> verify(new File(arguments[1]));
                default -> throw new Refused("unknown task " + arguments[0]);
            }
        } catch (Refused refused) {
            System.err.println(refused.getMessage());
            System.exit(1);
        } catch (IOException failed) {
            System.err.println(failed.getMessage());
            System.exit(1);
        } catch (ApkFormatException | GeneralSecurityException failed) {
            // What they say alone does not tell what of: of an archive, of a key.
            System.err.println(failed.getClass().getSimpleName() + ": " + failed.getMessage());
            System.exit(1);
        }
    }

    /** Says why nothing was signed, to a person. */
    private static class Refused extends Exception {
        Refused(String message) {
            super(message);
        }
    }

    private static void sign(File unsigned, File signed, int minSdk) throws Exception {
        new ApkSigner.Builder(List.of(signer()))
                .setInputApk(unsigned)
                .setOutputApk(signed)
                .setMinSdkVersion(minSdk)
                // Every Android that the app runs on knows the second and third scheme.
                .setV1SigningEnabled(false)
                .setV2SigningEnabled(true)
                .setV3SigningEnabled(true)
                .setV4SigningEnabled(false)
                // Libraries already lie on pages.
                .setAlignmentPreserved(true)
                .build()
                .sign();
    }

    private static ApkSigner.SignerConfig signer() throws Exception {
        File file = new File(variable("MIHARI_KEYSTORE"));
        char[] password = variable("MIHARI_KEYSTORE_PASSWORD").toCharArray();
        String alias = variable("MIHARI_KEY_ALIAS");
        KeyStore store = open(file, password);
        String ofKey = System.getenv("MIHARI_KEY_PASSWORD");
        PrivateKey key;
        try {
            key = (PrivateKey) store.getKey(alias, ofKey == null ? password : ofKey.toCharArray());
        } catch (GeneralSecurityException wrong) {
            throw new Refused("The password of the key " + alias + " is wrong (MIHARI_KEY_PASSWORD).");
        }
        if (key == null) {
            throw new Refused("There is no key " + alias + " in " + file + " (MIHARI_KEY_ALIAS).");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (Certificate certificate : store.getCertificateChain(alias)) {
            certificates.add((X509Certificate) certificate);
        }
        return new ApkSigner.SignerConfig.Builder(alias, new KeyConfig.Jca(key), certificates).build();
    }

    private static KeyStore open(File file, char[] password) throws Exception {
        if (!file.isFile()) {
            throw new Refused("There is no key store " + file + " (MIHARI_KEYSTORE).");
        }
        try (FileInputStream in = new FileInputStream(file)) {
            // Reads JKS as well.
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return store;
        } catch (IOException wrong) {
            if (wrong.getCause() instanceof GeneralSecurityException) {
                throw new Refused("The password of the key store " + file + " is wrong (MIHARI_KEYSTORE_PASSWORD).");
            }
            throw new Refused(file + " is no key store in PKCS12 or JKS (MIHARI_KEYSTORE).");
        }
    }

    private static String variable(String name) throws Refused {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            throw new Refused("The environment variable " + name + " is not set.");
        }
        return value;
    }

    /** Prints one fact a line as `name value`. */
    private static void verify(File apk) throws Exception {
        ApkVerifier verifier = new ApkVerifier.Builder(apk)
                // The last Android that knows the second scheme and not the third: else it would be left out.
                .setMinCheckedPlatformVersion(27)
                .build();
        ApkVerifier.Result result = verifier.verify();
        System.out.println("verified " + result.isVerified());
        System.out.println("v2 " + result.isVerifiedUsingV2Scheme());
        System.out.println("v3 " + result.isVerifiedUsingV3Scheme());
        for (X509Certificate certificate : result.getSignerCertificates()) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            System.out.println("certificate " + HexFormat.of().formatHex(digest));
            System.out.println("subject " + certificate.getSubjectX500Principal());
        }
        for (ApkVerifier.IssueWithParams issue : result.getAllErrors()) {
            System.out.println("error " + issue);
        }
        for (ApkVerifier.IssueWithParams issue : result.getWarnings()) {
            System.out.println("warning " + issue);
        }
    }
}
