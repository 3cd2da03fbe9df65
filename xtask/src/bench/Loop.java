import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What apps of this kind do: 100 precompiled patterns, tried one after the other on each message.
 * Reads the JSON lines that the benchmark writes, writes one line for each, and says on stderr how
 * many nanoseconds that took without the start of the virtual machine.
 */
public final class Loop {
    private static final String[] SUBJECTS = {
        "未納|未払い?", "アカウント|口座", "お荷物|荷物", "カード|クレジット", "Amazon|アマゾン",
        "会員|登録", "当選|当せん", "還付|返金", "パスワード|暗証番号", "プライム|有料動画",
    };
    private static final String[] PREDICATES = {
        "法的|訴訟", "停止|ロック|制限", "不在|持ち帰", "不正|異常", "本日中|24時間以内",
        "更新|確認して", "ご連絡|電話", "https?://\\S+", "ギフト(券|カード)", "失効|期限",
    };

    public static void main(String[] arguments) throws IOException {
        long start = System.nanoTime();
        List<Matcher> matchers = matchers();
        try (BufferedReader reader = Files.newBufferedReader(Path.of(arguments[0]));
                BufferedWriter writer = new BufferedWriter(
                        new OutputStreamWriter(System.out, StandardCharsets.UTF_8), 1 << 16)) {
            for (String line; (line = reader.readLine()) != null; ) {
                writer.write("{\"id\":");
                writer.write(field(line, "id"));
                writer.write(",\"hits\":");
                writer.write(Integer.toString(hits(matchers, field(line, "text"))));
                writer.write("}\n");
            }
        }
        System.err.println(System.nanoTime() - start);
    }

    private static List<Matcher> matchers() {
        List<Matcher> matchers = new ArrayList<>();
        for (String subject : SUBJECTS) {
            for (String predicate : PREDICATES) {
                String pattern = "(?:" + subject + ").{0,40}(?:" + predicate + ")";
                matchers.add(Pattern.compile(pattern).matcher(""));
            }
        }
        return matchers;
    }

    private static int hits(List<Matcher> matchers, String text) {
        int hits = 0;
        for (Matcher matcher : matchers) {
            if (matcher.reset(text).find()) {
                hits++;
            }
        }
        return hits;
    }

    /** The benchmark's messages hold neither quotes nor backslashes: this is all there is to read. */
    private static String field(String line, String name) {
        int start = line.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return line.substring(start, line.indexOf('"', start));
    }
}
