import app.mihari.core.Channel;
import app.mihari.core.CoreException;
import app.mihari.core.Direction;
import app.mihari.core.Fate;
import app.mihari.core.Filter;
import app.mihari.core.Item;
import app.mihari.core.Level;
import app.mihari.core.ListKind;
import app.mihari.core.NativeGuard;
import app.mihari.core.Profile;
import app.mihari.core.Screened;

import java.io.File;
import java.time.Clock;
import java.util.List;

/**
 * Calls the core as the app does. `cargo xtask test` shrinks it together with the app and runs it, so
 * that a keep rule that is missing fails there and not on a phone. Prints "ok" when all went well.
 */
class Caller {
    public static void main(String[] arguments) {
        demandThatItWasShrunk();
        File history = new File(arguments[0]);
        NativeGuard guard = new NativeGuard(history, Clock.systemDefaultZone());
        demand(guard.screen(List.of()).isEmpty(), "nothing in, nothing out");
        screenAndFind(guard);
        fail(guard);
        changeSettings(guard);
        demand(!guard.packs().isEmpty() && !guard.contacts().isEmpty(), "what is known can be read");
        System.out.println("ok");
    }

    /** Class names of JNA that only Windows needs: were they here, this would prove nothing. */
    private static void demandThatItWasShrunk() {
        try {
            Class.forName(String.join(".", "com", "sun", "jna", "win32", "StdCallFunctionMapper"));
        } catch (ClassNotFoundException gone) {
            return;
        }
        throw new AssertionError("these are not the shrunk classes");
    }

    /** Records, lists, strings, enums and nulls go both ways. */
    private static void screenAndFind(NativeGuard guard) {
        Item bill = new Item(
                Channel.SMS,
                "090-0000-0000",
                "アマゾン未納料金のお知らせ😀本日中にご連絡なき場合は法的手続きに移行致します",
                1_700_000_000_000L,
                Direction.INCOMING);
        Screened screened = guard.screen(List.of(bill)).get(0);
        demand(screened.getVerdict().getLevel() == Level.SCAM, "a fictitious bill is a scam");
        demand(!screened.getVerdict().getReasons().get(0).getEvidence().isEmpty(), "with words that caused it");
        long id = ((Fate.New) screened.getFate()).getId();
        demand(guard.entry(id) != null && guard.entry(id + 1) == null, "it is kept");
        Filter everything = new Filter(List.of(), List.of(), List.of(), null, null, null, null);
        demand(guard.entries(everything).size() == 1, "and listed");
    }

    /** An error of the core is an exception of the app. */
    private static void fail(NativeGuard guard) {
        try {
            guard.setList("これは番号ではない", ListKind.BLOCKED);
        } catch (RuntimeException | Error other) {
            throw other;
        } catch (Exception expected) {
            demand(expected instanceof CoreException.NotANumber, "what is no number is refused: " + expected);
            return;
        }
        throw new AssertionError("what is no number was taken");
    }

    private static void changeSettings(NativeGuard guard) {
        guard.setRetentionDays(30);
        guard.setProfile(Profile.BUSINESS);
        demand(guard.getRetentionDays() == 30 && guard.getProfile() == Profile.BUSINESS, "settings are kept");
    }

    private static void demand(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
