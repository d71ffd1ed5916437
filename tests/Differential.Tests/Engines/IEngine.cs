using Spindle.Differential.Tests.Answers;
using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests.Engines;

/// <summary>Something that answers queries.</summary>
public interface IEngine
{
    Dialect Dialect { get; }

    Answer Answer(string sql);
}
