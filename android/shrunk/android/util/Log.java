package android.util;

/** Android's log on a machine without Android: the core and the app write here, to stderr. */
public final class Log {
    private Log() {}

    public static int println(int priority, String tag, String message) {
        System.err.println(tag + ": " + message);
        return 0;
    }

    public static int w(String tag, String message) {
        return println(5, tag, message);
    }

    public static int w(String tag, String message, Throwable cause) {
        return println(5, tag, message + " " + cause);
    }

    public static int e(String tag, String message) {
        return println(6, tag, message);
    }

    public static int e(String tag, String message, Throwable cause) {
        return println(6, tag, message + " " + cause);
    }

    public static int i(String tag, String message) {
        return println(4, tag, message);
    }
}
