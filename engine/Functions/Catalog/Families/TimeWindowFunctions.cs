using Spindle.Columnar.Errors;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Formats.Values;
using Spindle.Functions.Catalog.Binding;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>
/// Stretches of time to group by. Calls of <c>window</c> and <c>session_window</c> are no values of their row alone: analysis makes a column below the SELECT of each.
/// </summary>
public static class TimeWindowFunctions
{
    private static readonly TypePattern WindowStruct = new FamilyPattern("STRUCT", t => t is StructType { Fields: [{ Name: "start" }, { Name: "end" }] }, DataType.Null, _ => null);

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("datetime_funcs")
        .Add("window", FunctionKind.Scalar, "The stretches of a given length, one each slide, that a time is in: window(time, length[, slide[, start]]).", Window, needsKernel: false)
        .Add("session_window", FunctionKind.Scalar, "The stretch of times that follow each other by less than a gap: session_window(time, gap).", SessionWindow, needsKernel: false)
        .Add("window_time", FunctionKind.Scalar, "The last moment of a window.", WindowTime, id: "window_bound")
        .Entries;

    /// <summary>A bound of a window: the start of the slide that a time is in, moved by so many microseconds.</summary>
    public static Expression Bound(Expression time, long slide, long start, long shift) =>
        new Call("window_bound", "window_bound", [time, Literal.Of(slide), Literal.Of(start), Literal.Of(shift)], time.Type, time.Nullable, FunctionTraits.NullIntolerant | FunctionTraits.CanRaise)
        {
            Origin = time.Origin,
        };

    private static Expression Window(CallSite call)
    {
        if (call.Count is < 2 or > 4)
            throw BindingErrors.WrongNumberOfArguments(call, "[2, 3, 4]");
        var length = Micros(call, 1);
        var (slide, start) = (call.Count > 2 ? Micros(call, 2) : length, call.Count > 3 ? Micros(call, 3) : 0);
        if (length <= 0 || slide <= 0 || slide > length || Math.Abs(start) >= slide)
        {
            var (left, relation, right) = length <= 0 ? ("window_duration", ">", "0") : slide <= 0 ? ("slide_duration", ">", "0") : slide > length ? ("slide_duration", "<=", "window_duration")
                : ("abs(start_time)", "<", "slide_duration");
            throw BindingErrors.Mismatch(call, slide > length || (slide > 0 && length > 0) ? "PARAMETER_CONSTRAINT_VIOLATION" : "VALUE_OUT_OF_RANGE", $"{left} {relation} {right} must hold.",
                ("leftExprName", left), ("constraint", relation), ("rightExprName", right));
        }

        var time = Time(call);
        return call.Named(new Call("window", "window", [time, Literal.Of(length), Literal.Of(slide), Literal.Of(start)], TypeOf(time), true, FunctionTraits.None), "window");
    }

    private static Expression SessionWindow(CallSite call)
    {
        if (call.Count != 2)
            throw BindingErrors.WrongNumberOfArguments(call, "2");
        var time = Time(call);
        var gap = call.Convert(call[1], DataType.CalendarInterval);
        return call.Named(new Call("session_window", "session_window", [time, gap], TypeOf(time), true, FunctionTraits.None), "session_window");
    }

    private static Expression WindowTime(CallSite call)
    {
        var window = ArgumentBinder.Bind(call, Signature.Of(WindowStruct))[0];
        return call.Named(Bound(End(window), 1, 0, -1), call.Form);
    }

    private static GetField End(Expression window) => new(window, 1, "end");

    private static StructType TypeOf(Expression time) => new([new Field("start", time.Type), new Field("end", time.Type)]);

    /// <summary>The time that a window is asked for; of a window itself it is its last moment.</summary>
    private static Expression Time(CallSite call) => WindowStruct.Accepts(call.TypeOf(0)) ? Bound(End(call[0]), 1, 0, -1)
        : ArgumentBinder.Bind(call with { Arguments = [call[0]] }, Signature.Of(Accept.AnyTimestamp))[0];

    private static long Micros(CallSite call, int index) => call.ConstantOf(index) switch
    {
        int micros => micros,
        long micros => micros,
        ByteString text when CalendarIntervalText.TryParse(text.Span, out var interval) => interval.Months == 0 ? interval.Days * TimeUnits.MicrosPerDay + interval.Microseconds
            : throw new SpindleException(new ErrorClass("_LEGACY_ERROR_TEMP_3231", ""), $"Months have no fixed length: {text} is no length of {call.Name}.", call.Origin),
        ByteString text => throw new SpindleException(new ErrorClass("CANNOT_PARSE_INTERVAL", "22006"), $"{text} is no interval.", call.Origin,
            parameters: new Dictionary<string, string> { ["intervalString"] = $"'{text}'" }),
        _ => throw new SpindleException(new ErrorClass("_LEGACY_ERROR_TEMP_1207", ""), $"The lengths of {call.Name} are constant intervals, not {call.Names.Of(call[index])}.", call.Origin),
    };
}
