using Spindle.Columnar.Errors;

namespace Spindle.Driver.Jobs;

/// <summary>Why a job or a task failed: data that came over the wire, or that the scheduler decided.</summary>
public sealed record JobError(string ErrorClass, string SqlState, string Message, int Start = 0, int Stop = 0, IReadOnlyDictionary<string, string>? Parameters = null)
{
    public SpindleException ToException() => new(new ErrorClass(ErrorClass, SqlState), Message, new Origin(Start, Stop), parameters: Parameters);
}
