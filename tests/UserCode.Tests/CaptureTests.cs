using Spindle.Columnar.Errors;
using Spindle.Plans.UserCode;
using Spindle.UserCode.Capturing;

namespace Spindle.UserCode.Tests;

/// <summary>What delegates take along, and what is refused.</summary>
public sealed class CaptureTests
{
    private static int mutable = 3;
    private static readonly int Fixed = 4;
    private readonly int field = 5;
    private readonly FileStream? unreached = null;

    private static int Counter { get; set; } = 1;

    [Fact]
    public void Captured_variables_are_copied_as_they_are_at_the_call()
    {
        var factor = 2;
        var f = (long x) => x * factor;
        var sent = DelegateCapture.Of(f);
        factor = 100;
        Assert.Equal(14L, Loaded<Func<long, long>>(sent)(7));
        Assert.Equal(700L, f(7));
    }

    [Fact]
    public void Each_loading_has_copies_of_its_own()
    {
        var count = 0;
        var sent = DelegateCapture.Of((long x) => x + ++count);
        var first = Loaded<Func<long, long>>(sent);
        Assert.Equal([1L, 2L], [first(0), first(0)]);
        Assert.Equal(1L, Loaded<Func<long, long>>(sent)(0));
        Assert.Equal(0, count);
    }

    [Fact]
    public void Records_collections_and_every_simple_value_travel()
    {
        var record = new Setting("a", [1, 2], new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase) { ["Key"] = 1.5m });
        var (date, time, day, id, set, text, pair, nothing) = (new DateOnly(2024, 1, 2), new TimeOnly(3, 4), DayOfWeek.Friday, Guid.NewGuid(), new HashSet<int> { 1, 2 }, (string[])["x", null!], (1, "two"), (string?)null);
        var (a, b, c, d, e, f, g) = ((byte)1, (sbyte)-2, (short)3, 4u, ulong.MaxValue, 1.5f, 'c');
        var (span, instant, matrix, nested, wide) = (TimeSpan.FromHours(1), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc), new double[][] { [1, 2], [3] }, new List<Setting> { record }, Int128.MinValue);
        string Show() => string.Join("|", record.Name, record.Sizes.Sum(), record.Prices["KEY"], date, time, day, id, set.Count, text[0], text[1] is null, pair, nothing is null, a, b, c, d, e, f, g, span, instant.Ticks,
            matrix[0][1] + matrix[1][0], nested[0].Name, ReferenceEquals(nested[0], record), wide);
        Assert.Equal(Show(), Loaded<Func<string>>(DelegateCapture.Of(Show))());
    }

    [Fact]
    public void Shared_closures_stay_shared_and_nested_delegates_travel()
    {
        var total = 10;
        Action<int> add = x => total += x;
        Func<int> read = () => total;
        var both = Loaded<Func<int, int>>(DelegateCapture.Of((int x) =>
        {
            add(x);
            return read();
        }));
        Assert.Equal(15, both(5));
        Assert.Equal(10, total);
    }

    [Fact]
    public void Only_what_the_code_reaches_of_this_and_of_shared_closures_is_sent()
    {
        using var file = new MemoryStream();
        var small = 1;
        // Both variables lie in one closure; the first lambda reaches only one of them.
        Func<int, int> plain = x => x + small + field;
        Func<long> other = () => file.Length;
        Assert.Equal(9, Loaded<Func<int, int>>(DelegateCapture.Of(plain))(3));
        Assert.Equal(0, other());
        Assert.Null(unreached);
    }

    [Fact]
    public void This_travels_with_the_fields_that_its_methods_reach()
    {
        Func<int, int> f = Through;
        Assert.Equal(3 + 5 + 4, Loaded<Func<int, int>>(DelegateCapture.Of(f))(3));
    }

    [Fact]
    public void Nested_and_local_functions_and_generics()
    {
        var offset = 7;
        int Local(int x) => x <= 0 ? offset : Local(x - 1) + 1;
        Assert.Equal(10, Loaded<Func<int, int>>(DelegateCapture.Of(Local))(3));
        static int Alone(int x) => x * 2;
        Assert.Equal(6, Loaded<Func<int, int>>(DelegateCapture.Of(Alone))(3));
        Assert.Equal("3:Int32", Loaded<Func<int, string>>(DelegateCapture.Of(Generic<int>.Of<string>(":")))(3));
        var outer = (int x) => new[] { 1, 2, 3 }.Select(y => y * x + offset).Sum();
        Assert.Equal(6 * 2 + 21, Loaded<Func<int, int>>(DelegateCapture.Of(outer))(2));
    }

    [Fact]
    public void A_mutable_static_that_is_read_is_refused_and_a_readonly_one_is_not()
    {
        var error = Refused(() => DelegateCapture.Of((int x) => x + mutable));
        Assert.Equal("SPINDLE_USER_CODE.MUTABLE_STATIC", error.ErrorClass.Name);
        Assert.Contains("CaptureTests.mutable", error.Message, StringComparison.Ordinal);
        Assert.Contains("CaptureTests.Counter", Refused(() => DelegateCapture.Of((int x) => x + Counter)).Message, StringComparison.Ordinal);
        Assert.Contains("CaptureTests.mutable", Refused(() => DelegateCapture.Of((int x) => Deep(x))).Message, StringComparison.Ordinal);
        Assert.Equal(5, Loaded<Func<int, int>>(DelegateCapture.Of((int x) => x + Fixed))(1));
        mutable = 3;
    }

    [Fact]
    public void A_mutable_static_behind_a_virtual_call_or_an_iterator_is_found()
    {
        Shape shape = new Circle();
        Assert.Contains("CaptureTests.mutable", Refused(() => DelegateCapture.Of((int x) => new Circle().Area() + x)).Message, StringComparison.Ordinal);
        Assert.Contains("CaptureTests.mutable", Refused(() => DelegateCapture.Of((int x) => Steps(x).Sum())).Message, StringComparison.Ordinal);
        Assert.Contains("CaptureTests.mutable", Refused(() => DelegateCapture.Of((int x) => ((Shape)new Circle()).Area())).Message, StringComparison.Ordinal);
        Assert.Equal(3, shape.Area());
    }

    [Fact]
    public void Async_lambdas_are_refused_by_name()
    {
        var error = Refused(() => DelegateCapture.Of(async (int x) =>
        {
            await Task.Yield();
            return x;
        }));
        Assert.Equal("SPINDLE_USER_CODE.ASYNC", error.ErrorClass.Name);
        Assert.Contains("a lambda in Spindle.UserCode.Tests.CaptureTests.Async_lambdas_are_refused_by_name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Handles_of_this_process_are_refused_by_name_with_what_to_do()
    {
        using var file = File.OpenRead(typeof(CaptureTests).Assembly.Location);
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        var thread = new Thread(() => { });
        var random = new Random(1);
        var regex = new System.Text.RegularExpressions.Regex("a");
        var session = Sessions.Shared;
        foreach (var (f, name) in new (Delegate, string)[]
        {
            (() => file.Length, "'file'"), (() => socket.Connected, "'socket'"), (() => thread.IsAlive, "'thread'"), (() => random.Next(), "'random'"), (() => regex.IsMatch("a"), "'regex'"),
            (() => session.Version, "'session'"),
        })
        {
            var error = Refused(() => DelegateCapture.Of(f));
            Assert.Equal("SPINDLE_USER_CODE.CAPTURED_VALUE", error.ErrorClass.Name);
            Assert.Contains($"the variable {name} captured by a lambda in", error.Message, StringComparison.Ordinal);
        }

        Assert.Contains("open the file inside the function", Refused(() => DelegateCapture.Of(() => file.Length)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_in_the_closed_set_is_refused_inside_records_and_collections_too()
    {
        var list = new List<object> { 1, new Lazy<int>(1) };
        Assert.Contains("'list' captured by", Refused(() => DelegateCapture.Of(() => list.Count)).Message, StringComparison.Ordinal);
        var holder = new Holder(new MemoryStream());
        Assert.Contains("Holder.Stream", Refused(() => DelegateCapture.Of(() => holder.Stream.Length)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_that_is_no_file_is_refused_with_the_reason()
    {
        var context = new System.Runtime.Loader.AssemblyLoadContext("memory", isCollectible: true);
        using var bytes = new MemoryStream(File.ReadAllBytes(typeof(CaptureTests).Assembly.Location));
        var method = context.LoadFromStream(bytes).GetType(typeof(CaptureTests).FullName!)!.GetMethod(nameof(Twice))!;
        var error = Refused(() => DelegateCapture.Of(method.CreateDelegate<Func<int, int>>()));
        Assert.Equal("SPINDLE_USER_CODE.SINGLE_FILE", error.ErrorClass.Name);
        Assert.Contains("publish without PublishSingleFile", error.Message, StringComparison.Ordinal);
        context.Unload();
    }

    [Fact]
    public void Methods_made_at_run_time_are_refused()
    {
        var compiled = System.Linq.Expressions.Expression.Lambda<Func<int>>(System.Linq.Expressions.Expression.Constant(1)).Compile();
        Assert.Equal("SPINDLE_USER_CODE.DYNAMIC_METHOD", Refused(() => DelegateCapture.Of(compiled)).ErrorClass.Name);
    }

    public static int Twice(int x) => x * 2;

    private static T Loaded<T>(UserDelegate sent) where T : Delegate => (T)LoadedDelegate.Of(sent, ProgramAssemblies.Instance, HandleRegistry.Instance).ToDelegate().Retyped(typeof(T));

    private static SpindleException Refused(Action work) => Assert.Throws<SpindleException>(work);

    private static int Deep(int x) => Deeper(x) + 1;

    private static int Deeper(int x) => x + mutable;

    private static IEnumerable<int> Steps(int x)
    {
        for (var i = 0; i < x; i++)
            yield return mutable;
    }

    private int Through(int x) => x + Inner();

    private int Inner() => field + Fixed;

    public sealed record Setting(string Name, int[] Sizes, Dictionary<string, decimal> Prices);

    public sealed record Holder(MemoryStream Stream);

    private abstract class Shape
    {
        public abstract int Area();
    }

    private sealed class Circle : Shape
    {
        public override int Area() => mutable;
    }

    private static class Generic<T>
    {
        public static Func<T, string> Of<TOther>(string mark) => x => $"{x}{mark}{typeof(T).Name}";
    }
}

internal static class Delegates
{
    /// <summary>The delegate under another delegate type of the same signature.</summary>
    public static Delegate Retyped(this Delegate value, Type type) => value.GetType() == type ? value : value.Method.CreateDelegate(type, value.Target);
}
