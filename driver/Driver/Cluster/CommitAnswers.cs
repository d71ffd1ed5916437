using System.Collections.Concurrent;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Cluster;

/// <summary>Calls that wait for leave to commit.</summary>
internal sealed class CommitAnswers(Action<DriverEvent> post)
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<bool>> waiting = new();
    private long lastToken;

    public async Task<bool> AskAsync(ExecutorKey executor, AttemptId attempt, CancellationToken cancellation)
    {
        var token = Interlocked.Increment(ref lastToken);
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[token] = answer;
        try
        {
            post(new CommitAsked(executor, attempt, token));
            return await answer.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            waiting.TryRemove(token, out _);
        }
    }

    public void Answer(AnswerCommit answer)
    {
        if (waiting.TryGetValue(answer.Token, out var asked))
            asked.TrySetResult(answer.Authorised);
    }
}
